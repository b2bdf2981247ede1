import shader from "#shaders/tanhGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of tanhGrad. */
export const tanhGrad = kernel(shader, {
  covers: [["dx = tanhGrad(dy, y)"]],
  constants: (site) => ({ SIZE: site.size("dx") }),
  invocations: (site) => site.size("dx"),
});
