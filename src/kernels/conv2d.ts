import shader from "#shaders/conv2d.wgsl";
import { convolutionMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of conv2d. */
export const conv2d = kernel(shader, {
  covers: [["y = conv2d(x, weight)"]],
  constants: (site) =>
    convolutionMoves(site.shape("x"), site.shape("weight"), site.shape("y"), site.attributes("conv2d")),
  invocations: (site) => site.size("y"),
});
