import { loss } from "./loss.ts";

/** L = (1/N) Σ_n Σ_f (target[n,f] − x[n,f])², the targets one-hot. */
export const squaredError = loss({}, (_, { output, features, label, emit }) => {
  const { target } = emit("oneHot", { label }, { features });
  return emit("squaredError", { x: output, target }).loss;
});
