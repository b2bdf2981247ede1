import shader from "#shaders/sigmoid.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of sigmoid. */
export const sigmoid = kernel(shader, {
  covers: [["y = sigmoid(x)"]],
  constants: (site) => ({ SIZE: site.size("y") }),
  invocations: (site) => site.size("y"),
});
