import shader from "#shaders/squaredErrorHead.wgsl";
import { thresholdOf } from "../operations/classify.ts";
import { kernel } from "./kernel.ts";

/** The end of a network with σ outputs and squared error: loss, gradient before σ, predicted class, the note of the step's result. */
export const squaredErrorHead = kernel(shader, {
  covers: [
    [
      "expected = oneHot(label)",
      "loss = squaredError(x, expected)",
      "prediction = classify(x)",
      "dx = squaredErrorGrad(x, expected)",
      "dz = sigmoidGrad(dx, x)",
      "metrics, step = record(loss, prediction, label, metrics, step)",
    ],
  ],
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    R: site.shape("metrics")[0],
    THRESHOLD: thresholdOf(site.attributes("classify")),
  }),
  workgroups: () => [1, 1, 1],
  // Greatest, sum and gradient each go through a sample's outputs; then there are its label and the step.
  effort: (site) => ({
    loads: 3 * site.size("x") + 2 * site.shape("x")[0],
    workgroupWords: 2 * shader.constants.LANES.value,
    registers: 16,
    barriers: 1,
  }),
});
