import shader from "#shaders/softmaxCrossEntropy.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of softmaxCrossEntropy. */
export const softmaxCrossEntropy = kernel(shader, {
  covers: [["loss = softmaxCrossEntropy(x, label)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1] }),
  invocations: (site) => site.size("loss"),
});
