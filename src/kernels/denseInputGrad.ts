import shader from "#shaders/denseInputGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of denseInputGrad. */
export const denseInputGrad = kernel(shader, {
  covers: [["dx = denseInputGrad(dy, weight)"]],
  constants: (site) => ({ N: site.shape("dx")[0], F: site.shape("dx")[1], O: site.shape("dy")[1] }),
  invocations: (site) => site.size("dx"),
});
