import { elements } from "../core/shape.ts";
import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * Gradient descent on all parameters at once.
 *
 *     w ← w − η·g
 *
 * parameter, gradient [T]; schedule [R, 4] holds (η, …) of the steps to come, of which row (step − 1) mod R is this one's:
 * `record` has counted the step already. parameter is changed in place.
 */
export const sgd: OperationDefinition = {
  inputs: ["parameter", "gradient", "schedule", "step"],
  outputs: { parameter: "f32" },
  shapes: likeFirst("parameter", "parameter"),
  flops: ({ parameter }) => 2 * elements(parameter),
  touches: () => ({ schedule: 4 }),
  inPlace: { parameter: "parameter" },
};
