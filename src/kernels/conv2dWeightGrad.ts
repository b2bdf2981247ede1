import shader from "#shaders/conv2dWeightGrad.wgsl";
import { convolutionMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of conv2dWeightGrad. */
export const conv2dWeightGrad = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)"]],
  constants: (site) =>
    convolutionMoves(site.shape("x"), site.shape("dw"), site.shape("dy"), site.attributes("conv2dWeightGrad")),
  invocations: (site) => site.size("dw"),
});
