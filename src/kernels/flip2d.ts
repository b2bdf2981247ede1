import shader from "#shaders/flip2d.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of flip2d. */
export const flip2d = kernel(shader, {
  covers: [["y = flip2d(x)"]],
  constants: (site) => {
    const [, , KH, KW] = site.shape("x");
    return { SIZE: site.size("x"), TAPS: KH * KW };
  },
  invocations: (site) => site.size("y"),
});
