import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * The length of the gradient with respect to all parameters.
 *
 *     norm = √(Σ_i g[i]²)
 *
 * gradient [T] → norm [1].
 */
export const gradientNorm: OperationDefinition = {
  inputs: ["gradient"],
  outputs: { norm: "f32" },
  shapes: () => ({ norm: [1] }),
  flops: ({ gradient }) => 2 * elements(gradient),
};
