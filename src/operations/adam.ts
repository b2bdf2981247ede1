import { elements } from "../core/shape.ts";
import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * Adam (Kingma and Ba, 2015, algorithm 1; ε outside the corrected root, as in PyTorch).
 *
 *     m ← β₁·m + (1 − β₁)·g          v ← β₂·v + (1 − β₂)·g²
 *     w ← w − η · m·c₁ / (√(v·c₂) + ε)          c₁ = 1/(1 − β₁ᵗ),  c₂ = 1/(1 − β₂ᵗ)
 *
 * parameter, gradient, moment1 (m), moment2 (v) [T]; schedule [R, 4] holds (η, c₁, c₂, –), its row as in sgd. Attributes `beta1`,
 * `beta2`, `epsilon`. parameter, moment1 and moment2 are changed in place.
 */
export const adam: OperationDefinition = {
  inputs: ["parameter", "gradient", "moment1", "moment2", "schedule", "step"],
  outputs: { parameter: "f32", moment1: "f32", moment2: "f32" },
  shapes: likeFirst("parameter", "parameter", "moment1", "moment2"),
  flops: ({ parameter }) => 12 * elements(parameter),
  touches: () => ({ schedule: 4 }),
  inPlace: { parameter: "parameter", moment1: "moment1", moment2: "moment2" },
};
