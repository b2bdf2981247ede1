import { elements } from "../core/shape.ts";
import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of the binary cross-entropy averaged over the batch.
 *
 *     dx[n,f] = (σ(x[n,f]) − target[n,f]) / N
 *
 * x, target [N, F] → dx [N, F].
 */
export const binaryCrossEntropyWithLogitsGrad: OperationDefinition = {
  inputs: ["x", "target"],
  outputs: { dx: "f32" },
  shapes: likeAll("binaryCrossEntropyWithLogitsGrad", ["x", "target"], "dx"),
  flops: ({ x }) => 5 * elements(x),
};
