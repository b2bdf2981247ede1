import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of relu, from its output.
 *
 *     dx = dy where y > 0, else 0 (the derivative at 0 is taken as 0)
 *
 * dy, y any shape → dx like them.
 */
export const reluGrad: OperationDefinition = {
  inputs: ["dy", "y"],
  outputs: { dx: "f32" },
  shapes: likeAll("reluGrad", ["dy", "y"], "dx"),
};
