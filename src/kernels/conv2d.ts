import shader from "#shaders/conv2d.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of conv2d. */
export const conv2d = kernel(shader, {
  covers: [["y = conv2d(x, weight)"]],
  constants: (site) => convolutionSizes(site.shape("x"), site.shape("weight")),
  invocations: (site) => site.size("y"),
});
