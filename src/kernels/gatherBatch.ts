import shader from "#shaders/gatherBatch.wgsl";
import { kernel, type Site } from "./kernel.ts";

/** What the kernels of gatherBatch are specialised by. */
export function gatherBatchConstants(site: Site) {
  return {
    N: site.shape("x")[0],
    SIZE: site.shape("images")[1],
    STEPS: site.attributes("gatherBatch").stepsPerEpoch as number,
  };
}

/** The plain kernel of gatherBatch. */
export const gatherBatch = kernel(shader, {
  covers: [["x, label = gatherBatch(images, labels, order, step)"]],
  constants: gatherBatchConstants,
  invocations: (site) => site.size("x"),
});
