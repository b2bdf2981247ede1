import shader from "#shaders/maxPool2d.wgsl";
import { poolingMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of maxPool2d. */
export const maxPool2d = kernel(shader, {
  covers: [["y, index = maxPool2d(x)"]],
  constants: (site) => poolingMoves(site.shape("x"), site.shape("y"), site.attributes("maxPool2d")),
  invocations: (site) => site.size("y"),
});
