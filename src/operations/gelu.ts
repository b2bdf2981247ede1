import { SpecError } from "../core/errors.ts";
import { type Attributes, likeFirst, type OperationDefinition } from "./operation.ts";

/** Which form of GELU: attribute `approximate`, the exact one ("none") where nothing is said. */
export function usesTanh({ approximate = "none" }: Attributes): boolean {
  if (approximate === "none" || approximate === "tanh") return approximate === "tanh";
  throw new SpecError(
    `gelu: approximate is ${JSON.stringify(approximate)}; "none" or "tanh" was expected. Choose one of them.`,
  );
}

/**
 * The Gaussian error linear unit (Hendrycks and Gimpel, 2016), element by element. Φ is the normal distribution's.
 *
 *     approximate "none":  y = x · Φ(x) = x · ½ (1 + erf(x/√2))
 *     approximate "tanh":  y = x · ½ (1 + tanh(√(2/π) · (x + 0.044715 x³)))
 *
 * x any shape → y like x.
 *
 * @throws SpecError where `approximate` is something else
 */
export const gelu: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: ["approximate"],
  shapes: (inputs, attributes) => {
    usesTanh(attributes);
    return likeFirst("x", "y")(inputs, attributes);
  },
  gradient: ({ inputs, attributes, dy, emit }) => ({ x: emit("geluGrad", { dy, x: inputs.x }, attributes).dx }),
};
