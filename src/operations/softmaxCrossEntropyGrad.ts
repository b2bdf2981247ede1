import { fraction, optional } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectAxes, expectOneEach, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of the softmax cross-entropy averaged over the batch.
 *
 *     dx[n,f] = (softmax(x[n])[f] − q[n,f]) / N        q[n,f] = (1 − ε)·1{f = label[n]} + ε/F, ε the attribute `labelSmoothing`
 *
 * x [N, F], label [N] → dx [N, F].
 */
export const softmaxCrossEntropyGrad: OperationDefinition = {
  inputs: ["x", "label"],
  outputs: { dx: "f32" },
  attributes: { labelSmoothing: optional(fraction) },
  shapes: ({ x, label }) => {
    expectAxes("softmaxCrossEntropyGrad", "x", x, "N, F");
    expectOneEach("softmaxCrossEntropyGrad", x, "label", label);
    return { dx: x };
  },
  flops: ({ x }) => 5 * elements(x),
};
