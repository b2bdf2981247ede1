import shader from "#shaders/gatherBatch.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of gatherBatch. */
export const gatherBatch = kernel(shader, {
  covers: [["x, label = gatherBatch(images, labels, order, step)"]],
  constants: (site) => ({
    N: site.shape("x")[0],
    SIZE: site.shape("images")[1],
    STEPS: site.attributes("gatherBatch").stepsPerEpoch as number,
  }),
  invocations: (site) => site.size("x"),
});
