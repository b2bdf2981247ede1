import shader from "#shaders/avgPool2d.wgsl";
import { poolingSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of avgPool2d. */
export const avgPool2d = kernel(shader, {
  covers: [["y = avgPool2d(x)"]],
  constants: (site) => poolingSizes(site.shape("x"), site.attributes("avgPool2d")),
  invocations: (site) => site.size("y"),
});
