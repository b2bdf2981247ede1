import shader from "#shaders/dense.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of dense. */
export const dense = kernel(shader, {
  covers: [["y = dense(x, weight)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1], O: site.shape("y")[1] }),
  invocations: (site) => site.size("y"),
});
