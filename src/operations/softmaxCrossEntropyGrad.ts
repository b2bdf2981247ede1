import { elements } from "../core/shape.ts";
import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of the softmax cross-entropy averaged over the batch.
 *
 *     dx[n,f] = (softmax(x[n])[f] − 1{f = label[n]}) / N
 *
 * x [N, F], label [N] → dx [N, F].
 */
export const softmaxCrossEntropyGrad: OperationDefinition = {
  inputs: ["x", "label"],
  outputs: { dx: "f32" },
  shapes: likeFirst("x", "dx"),
  flops: ({ x }) => 5 * elements(x),
};
