import shader from "#shaders/leakyRelu.wgsl";
import { slopeOf } from "../operations/leakyRelu.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of leakyRelu. */
export const leakyRelu = kernel(shader, {
  covers: [["y = leakyRelu(x)"]],
  constants: (site) => ({ SIZE: site.size("y"), SLOPE: slopeOf(site.attributes("leakyRelu")) }),
  invocations: (site) => site.size("y"),
});
