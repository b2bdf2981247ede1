import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of a dense layer.
 *
 *     dx[n,f] = Σ_o dy[n,o] · weight[o,f]
 *
 * dy [N, O], weight [O, F] → dx [N, F].
 */
export const denseInputGrad: OperationDefinition = {
  inputs: ["dy", "weight"],
  outputs: { dx: "f32" },
  shapes: ({ dy, weight }) => ({ dx: [dy[0], weight[1]] }),
  flops: ({ dy, weight }) => 2 * elements(dy) * weight[1],
};
