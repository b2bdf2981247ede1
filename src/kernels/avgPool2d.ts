import shader from "#shaders/avgPool2d.wgsl";
import { meanMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of avgPool2d. */
export const avgPool2d = kernel(shader, {
  covers: [["y = avgPool2d(x)"]],
  constants: (site) => meanMoves(site.shape("x"), site.shape("y"), site.attributes("avgPool2d")),
  invocations: (site) => site.size("y"),
});
