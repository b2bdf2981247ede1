import shader from "#shaders/maxPool2dGrad.wgsl";
import { poolingMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of maxPool2dGrad. */
export const maxPool2dGrad = kernel(shader, {
  covers: [["dx = maxPool2dGrad(dy, index)"]],
  constants: (site) => poolingMoves(site.shape("dx"), site.shape("dy"), site.attributes("maxPool2dGrad")),
  invocations: (site) => site.size("dx"),
});
