import shader from "#shaders/squaredErrorGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of squaredErrorGrad. */
export const squaredErrorGrad = kernel(shader, {
  covers: [["dx = squaredErrorGrad(x, expected)"]],
  constants: (site) => ({ SIZE: site.size("x"), N: site.shape("x")[0] }),
  invocations: (site) => site.size("dx"),
});
