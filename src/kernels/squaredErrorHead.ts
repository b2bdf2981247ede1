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
});
