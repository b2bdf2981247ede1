import shader from "#shaders/leakyReluGrad.wgsl";
import { slopeOf } from "../operations/leakyRelu.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of leakyReluGrad. */
export const leakyReluGrad = kernel(shader, {
  covers: [["dx = leakyReluGrad(dy, x)"]],
  constants: (site) => ({ SIZE: site.size("dx"), SLOPE: slopeOf(site.attributes("leakyReluGrad")) }),
  invocations: (site) => site.size("dx"),
});
