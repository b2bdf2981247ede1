import { elements } from "../core/shape.ts";
import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * Gradient descent with momentum (PyTorch's convention).
 *
 *     v ← μ·v + g          w ← w − η·v
 *
 * parameter, gradient, velocity [T]; schedule as in sgd. Attribute `momentum` μ. parameter and velocity are changed in place.
 */
export const momentum: OperationDefinition = {
  inputs: ["parameter", "gradient", "velocity", "schedule", "step"],
  outputs: { parameter: "f32", velocity: "f32" },
  shapes: likeFirst("parameter", "parameter", "velocity"),
  flops: ({ parameter }) => 4 * elements(parameter),
  touches: () => ({ schedule: 4 }),
  inPlace: { parameter: "parameter", velocity: "velocity" },
};
