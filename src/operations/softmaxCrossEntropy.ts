import { fraction, optional } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { type Attributes, expectAxes, expectOneEach, type OperationDefinition } from "./operation.ts";

/** The share ε of the target that is spread over all classes: attribute `labelSmoothing`, 0 where nothing is said. */
export function labelSmoothingOf({ labelSmoothing = 0 }: Attributes): number {
  return labelSmoothing as number;
}

/**
 * Cross-entropy of the softmax of each sample's outputs with its class. The loss of a batch is the mean: L = (1/N) Σ_n loss[n].
 *
 *     loss[n] = ln Σ_f e^(x[n,f]) − Σ_f q[n,f] · x[n,f]        q[n,f] = (1 − ε)·1{f = label[n]} + ε/F
 *
 * computed with the row's maximum subtracted, so that no exponential overflows. ε is the attribute `labelSmoothing`, from 0 to 1; where it is 0, which
 * is its default, Σ_f q·x is x[n, label[n]].
 *
 * x [N, F], label [N] → loss [N].
 */
export const softmaxCrossEntropy: OperationDefinition = {
  inputs: ["x", "label"],
  outputs: { loss: "f32" },
  attributes: { labelSmoothing: optional(fraction) },
  shapes: ({ x, label }) => {
    expectAxes("softmaxCrossEntropy", "x", x, "N, F");
    expectOneEach("softmaxCrossEntropy", x, "label", label);
    return { loss: [x[0]] };
  },
  gradient: ({ inputs: { x, label }, attributes, emit }) => ({
    x: emit("softmaxCrossEntropyGrad", { x, label }, attributes).dx,
  }),
  flops: ({ x }) => 5 * elements(x),
};
