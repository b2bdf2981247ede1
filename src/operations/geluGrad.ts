import { oneOf, optional } from "../core/fields.ts";
import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of gelu, from its input. φ and Φ are the normal distribution's density and its integral.
 *
 *     approximate "none":  dx = dy · (Φ(x) + x · φ(x))
 *     approximate "tanh":  dx = dy · (p + x · p (1 − p) · v'), y = x·p, p = σ(v), v = 2√(2/π) · (x + 0.044715 x³)
 *
 * dy, x any shape → dx like them.
 */
export const geluGrad: OperationDefinition = {
  inputs: ["dy", "x"],
  outputs: { dx: "f32" },
  attributes: { approximate: optional(oneOf("none", "tanh")) },
  shapes: likeAll("geluGrad", ["dy", "x"], "dx"),
};
