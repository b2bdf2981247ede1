import shader from "#shaders/reluGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of reluGrad. */
export const reluGrad = kernel(shader, {
  covers: [["dx = reluGrad(dy, y)"]],
  constants: (site) => ({ SIZE: site.size("dx") }),
  invocations: (site) => site.size("dx"),
});
