import shader from "#shaders/softmaxCrossEntropyGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of softmaxCrossEntropyGrad. */
export const softmaxCrossEntropyGrad = kernel(shader, {
  covers: [["dx = softmaxCrossEntropyGrad(x, label)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1] }),
  invocations: (site) => site.shape("x")[0],
});
