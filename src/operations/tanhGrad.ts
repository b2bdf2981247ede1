import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of tanh, from its output.
 *
 *     dx = dy · (1 − y²), since tanh'(x) = 1 − tanh²(x)
 *
 * dy, y any shape → dx like them.
 */
export const tanhGrad: OperationDefinition = {
  inputs: ["dy", "y"],
  outputs: { dx: "f32" },
  shapes: likeAll("tanhGrad", ["dy", "y"], "dx"),
};
