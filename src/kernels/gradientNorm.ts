import shader from "#shaders/gradientNorm.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of gradientNorm. */
export const gradientNorm = kernel(shader, {
  covers: [["norm = gradientNorm(gradient)"]],
  constants: (site) => ({ T: site.size("gradient") }),
  workgroups: () => [1, 1, 1],
});
