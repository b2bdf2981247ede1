import shader from "#shaders/siluGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of siluGrad. */
export const siluGrad = kernel(shader, {
  covers: [["dx = siluGrad(dy, x)"]],
  constants: (site) => ({ SIZE: site.size("dx") }),
  invocations: (site) => site.size("dx"),
});
