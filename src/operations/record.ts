import { elements } from "../core/shape.ts";
import { expectOneEach, type OperationDefinition } from "./operation.ts";

/**
 * Notes a step's result in the ring of metrics and counts the step.
 *
 *     metrics[step mod R] = ( (1/N) Σ_n loss[n],  Σ_n 1{prediction[n] = label[n]} )          step ← step + 1
 *
 * loss, prediction, label [N]; metrics [R, 2] and step [1] are changed in place.
 */
export const record: OperationDefinition = {
  inputs: ["loss", "prediction", "label", "metrics", "step"],
  outputs: { metrics: "f32", step: "u32" },
  shapes: ({ loss, prediction, label, metrics, step }) => {
    expectOneEach("record", loss, "prediction", prediction);
    expectOneEach("record", loss, "label", label);
    return { metrics, step };
  },
  flops: ({ loss }) => 2 * elements(loss),
  touches: () => ({ metrics: 2 }),
  inPlace: { metrics: "metrics", step: "step" },
};
