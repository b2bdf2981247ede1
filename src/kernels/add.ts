import shader from "#shaders/add.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of add. */
export const add = kernel(shader, {
  covers: [["y = add(a, b)"]],
  constants: (site) => ({ SIZE: site.size("y") }),
  invocations: (site) => site.size("y"),
});
