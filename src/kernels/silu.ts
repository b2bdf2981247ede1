import shader from "#shaders/silu.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of silu. */
export const silu = kernel(shader, {
  covers: [["y = silu(x)"]],
  constants: (site) => ({ SIZE: site.size("y") }),
  invocations: (site) => site.size("y"),
});
