import shader from "#shaders/conv2dWeightGrad.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of conv2dWeightGrad. */
export const conv2dWeightGrad = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)"]],
  constants: (site) => convolutionSizes(site.shape("x"), site.shape("dw")),
  invocations: (site) => site.size("dw"),
});
