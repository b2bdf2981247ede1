import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂weight of a dense layer.
 *
 *     dw[o,f] = Σ_n dy[n,o] · x[n,f]
 *
 * x [N, F], dy [N, O] → dw [O, F].
 */
export const denseWeightGrad: OperationDefinition = {
  inputs: ["x", "dy"],
  outputs: { dw: "f32" },
  shapes: ({ x, dy }) => ({ dw: [dy[1], x[1]] }),
  flops: ({ x, dy }) => 2 * elements(x) * dy[1],
};
