import shader from "#shaders/conv2dInputGrad.wgsl";
import { convolutionMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of conv2dInputGrad. */
export const conv2dInputGrad = kernel(shader, {
  covers: [["dx = conv2dInputGrad(dy, weight)"]],
  constants: (site) =>
    convolutionMoves(site.shape("dx"), site.shape("weight"), site.shape("dy"), site.attributes("conv2dInputGrad")),
  invocations: (site) => site.size("dx"),
});
