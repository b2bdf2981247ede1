import shader from "#shaders/sigmoidGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of sigmoidGrad. */
export const sigmoidGrad = kernel(shader, {
  covers: [["dx = sigmoidGrad(dy, y)"]],
  constants: (site) => ({ SIZE: site.size("dx") }),
  invocations: (site) => site.size("dx"),
});
