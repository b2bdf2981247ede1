import shader from "#shaders/maxPool2d.wgsl";
import { poolingSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of maxPool2d. */
export const maxPool2d = kernel(shader, {
  covers: [["y, index = maxPool2d(x)"]],
  constants: (site) => poolingSizes(site.shape("x"), site.attributes("maxPool2d")),
  invocations: (site) => site.size("y"),
});
