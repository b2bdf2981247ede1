import shader from "#shaders/tanh.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of tanh. */
export const tanh = kernel(shader, {
  covers: [["y = tanh(x)"]],
  constants: (site) => ({ SIZE: site.size("y") }),
  invocations: (site) => site.size("y"),
});
