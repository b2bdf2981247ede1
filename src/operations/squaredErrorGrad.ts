import { elements } from "../core/shape.ts";
import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of the squared error averaged over the batch.
 *
 *     dx[n,f] = −2 (target[n,f] − x[n,f]) / N
 *
 * x, target [N, F] → dx [N, F].
 */
export const squaredErrorGrad: OperationDefinition = {
  inputs: ["x", "target"],
  outputs: { dx: "f32" },
  shapes: likeAll("squaredErrorGrad", ["x", "target"], "dx"),
  flops: ({ x }) => 3 * elements(x),
};
