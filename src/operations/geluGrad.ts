import { usesTanh } from "./gelu.ts";
import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of gelu, from its input. φ and Φ are the normal distribution's density and its integral.
 *
 *     approximate "none":  dx = dy · (Φ(x) + x · φ(x))
 *     approximate "tanh":  dx = dy · (p + x · p (1 − p) · v'), y = x·p, p = σ(v), v = 2√(2/π) · (x + 0.044715 x³)
 *
 * dy, x any shape → dx like them.
 *
 * @throws SpecError where `approximate` is something else
 */
export const geluGrad: OperationDefinition = {
  inputs: ["dy", "x"],
  outputs: { dx: "f32" },
  attributes: ["approximate"],
  shapes: (inputs, attributes) => {
    usesTanh(attributes);
    return likeAll("geluGrad", ["dy", "x"], "dx")(inputs, attributes);
  },
};
