import shader from "#shaders/avgPool2dGrad.wgsl";
import { meanMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of avgPool2dGrad. */
export const avgPool2dGrad = kernel(shader, {
  covers: [["dx = avgPool2dGrad(dy)"]],
  constants: (site) => meanMoves(site.shape("dx"), site.shape("dy"), site.attributes("avgPool2dGrad")),
  invocations: (site) => site.size("dx"),
});
