import { fraction, optional } from "../model/fields.ts";
import { loss } from "./loss.ts";

/** L = (1/N) Σ_n −Σ_f q[n,f] ln softmax(x[n])[f], q[n,f] = (1 − ε)·1{f = label[n]} + ε/F; ε is `labelSmoothing`, default 0. */
export const softmaxCrossEntropy = loss(
  { labelSmoothing: optional(fraction, 0) },
  ({ labelSmoothing }, { output, label, emit }) =>
    emit("softmaxCrossEntropy", { x: output, label }, { labelSmoothing }).loss,
);
