import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of silu, from its input.
 *
 *     dx = dy · σ(x) · (1 + x · (1 − σ(x)))
 *
 * dy, x any shape → dx like them.
 */
export const siluGrad: OperationDefinition = {
  inputs: ["dy", "x"],
  outputs: { dx: "f32" },
  shapes: likeAll("siluGrad", ["dy", "x"], "dx"),
};
