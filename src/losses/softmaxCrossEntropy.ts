import type { Loss } from "./loss.ts";

/** L = (1/N) Σ_n −ln softmax(x[n])[label[n]]. */
export const softmaxCrossEntropy: Loss = ({ output, label, emit }) =>
  emit("softmaxCrossEntropy", { x: output, label }).loss;
