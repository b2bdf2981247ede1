import { loss } from "./loss.ts";

/**
 * L = (1/N) Σ_n Σ_f −t ln σ(x[n,f]) − (1 − t) ln(1 − σ(x[n,f])), the targets t one-hot. A single output names class 1 from 0 on, where
 * σ is ½.
 */
export const binaryCrossEntropyWithLogits = loss(
  {},
  (_, { output, features, label, emit }) => {
    const { target } = emit("oneHot", { label }, { features });
    return emit("binaryCrossEntropyWithLogits", { x: output, target }).loss;
  },
  0,
);
