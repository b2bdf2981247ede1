import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of sigmoid, from its output.
 *
 *     dx = dy · y · (1 − y), since σ'(x) = σ(x)(1 − σ(x))
 *
 * dy, y any shape → dx like them.
 */
export const sigmoidGrad: OperationDefinition = {
  inputs: ["dy", "y"],
  outputs: { dx: "f32" },
  shapes: likeAll("sigmoidGrad", ["dy", "y"], "dx"),
};
