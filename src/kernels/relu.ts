import shader from "#shaders/relu.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of relu. */
export const relu = kernel(shader, {
  covers: [["y = relu(x)"]],
  constants: (site) => ({ SIZE: site.size("y") }),
  invocations: (site) => site.size("y"),
});
