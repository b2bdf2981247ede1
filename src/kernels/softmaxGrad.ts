import shader from "#shaders/softmaxGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of softmaxGrad. */
export const softmaxGrad = kernel(shader, {
  covers: [["dx = softmaxGrad(dy, y)"]],
  constants: (site) => ({ N: site.shape("y")[0], F: site.shape("y")[1] }),
  invocations: (site) => site.shape("y")[0],
});
