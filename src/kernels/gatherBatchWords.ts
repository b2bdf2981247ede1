import shader from "#shaders/gatherBatchWords.wgsl";
import { gatherBatchConstants } from "./gatherBatch.ts";
import { kernel } from "./kernel.ts";

/** The samples of one step, four pixels at a time. */
export const gatherBatchWords = kernel(shader, {
  covers: [["x, label = gatherBatch(images, labels, order, step)"]],
  applies: (site) => site.shape("images")[1] % 4 === 0,
  constants: gatherBatchConstants,
  workgroups: (site) => [Math.ceil(site.shape("images")[1] / 1024), site.shape("x")[0], 1],
  effort: (site) => {
    const [N] = site.shape("x");
    const words = site.size("x") / 4;
    // Step and place in the order once for each invocation.
    return { loads: words + 2 * 64 * N * Math.ceil(site.shape("images")[1] / 1024) + N, registers: 16 };
  },
});
