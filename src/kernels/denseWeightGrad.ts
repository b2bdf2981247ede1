import shader from "#shaders/denseWeightGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of denseWeightGrad. */
export const denseWeightGrad = kernel(shader, {
  covers: [["dw = denseWeightGrad(x, dy)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1], O: site.shape("dy")[1] }),
  invocations: (site) => site.size("dw"),
});
