import shader from "#shaders/affineSample.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of affineSample. */
export const affineSample = kernel(shader, {
  covers: [["y = affineSample(x, theta)"]],
  constants: (site) => {
    const [, C, H, W] = site.shape("x");
    return { SIZE: site.size("x"), C, H, W };
  },
  invocations: (site) => site.size("x"),
});
