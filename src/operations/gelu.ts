import { oneOf, optional } from "../core/fields.ts";
import { type Attributes, likeFirst, type OperationDefinition } from "./operation.ts";

/** Which form of GELU: attribute `approximate`, the exact one ("none") where nothing is said. */
export function usesTanh({ approximate = "none" }: Attributes): boolean {
  return approximate === "tanh";
}

/**
 * The Gaussian error linear unit (Hendrycks and Gimpel, 2016), element by element. Φ is the normal distribution's.
 *
 *     approximate "none":  y = x · Φ(x) = x · ½ (1 + erf(x/√2))
 *     approximate "tanh":  y = x · ½ (1 + tanh(√(2/π) · (x + 0.044715 x³)))
 *
 * x any shape → y like x.
 */
export const gelu: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: { approximate: optional(oneOf("none", "tanh")) },
  shapes: likeFirst("x", "y"),
  gradient: ({ inputs, attributes, dy, emit }) => ({ x: emit("geluGrad", { dy, x: inputs.x }, attributes).dx }),
};
