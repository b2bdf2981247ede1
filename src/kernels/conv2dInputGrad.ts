import shader from "#shaders/conv2dInputGrad.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of conv2dInputGrad. */
export const conv2dInputGrad = kernel(shader, {
  covers: [["dx = conv2dInputGrad(dy, weight)"]],
  constants: (site) => convolutionSizes(site.shape("dx"), site.shape("weight")),
  invocations: (site) => site.size("dx"),
});
