import shader from "#shaders/softmaxCrossEntropy.wgsl";
import { labelSmoothingOf } from "../operations/softmaxCrossEntropy.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of softmaxCrossEntropy. */
export const softmaxCrossEntropy = kernel(shader, {
  covers: [["loss = softmaxCrossEntropy(x, label)"]],
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    SMOOTHING: labelSmoothingOf(site.attributes("softmaxCrossEntropy")),
  }),
  invocations: (site) => site.size("loss"),
});
