import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂bias: dy summed over everything but the maps.
 *
 *     db[m] = Σ_n Σ_… dy[n,m,…]
 *
 * dy [N, M, …] → db [M].
 */
export const addBiasGrad: OperationDefinition = {
  inputs: ["dy"],
  outputs: { db: "f32" },
  shapes: ({ dy }) => ({ db: [dy[1]] }),
  flops: ({ dy }) => elements(dy),
};
