import shader from "#shaders/softmaxCrossEntropyGrad.wgsl";
import { labelSmoothingOf } from "../operations/softmaxCrossEntropy.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of softmaxCrossEntropyGrad. */
export const softmaxCrossEntropyGrad = kernel(shader, {
  covers: [["dx = softmaxCrossEntropyGrad(x, label)"]],
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    SMOOTHING: labelSmoothingOf(site.attributes("softmaxCrossEntropyGrad")),
  }),
  invocations: (site) => site.shape("x")[0],
});
