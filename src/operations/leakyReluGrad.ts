import { number, optional } from "../core/fields.ts";
import { likeAll, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of leakyRelu, from its input: from the output it would be wrong where the slope is negative.
 *
 *     dx = dy where x > 0, else slope · dy (the derivative at 0 is taken as the slope)
 *
 * dy, x any shape → dx like them.
 */
export const leakyReluGrad: OperationDefinition = {
  inputs: ["dy", "x"],
  outputs: { dx: "f32" },
  attributes: { slope: optional(number()) },
  shapes: likeAll("leakyReluGrad", ["dy", "x"], "dx"),
};
