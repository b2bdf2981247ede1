import shader from "#shaders/denseCrossEntropyHeadBlock.wgsl";
import { denseHead, denseHeadConstants, suitsDenseHead } from "./denseCrossEntropyHead.ts";
import { kernel, type Site } from "./kernel.ts";
import { blockRegisters, MOST_ROWS } from "./rowBlock.ts";

/** Lanes of the workgroup: steps and most. What they share takes time to set up, lane by lane: more than one sample in four has no lane. */
const LANES = { step: 4, most: 64 };

function lanesOf(site: Site): number {
  return Math.min(LANES.most, Math.ceil(site.shape("x")[0] / (4 * LANES.step)) * LANES.step);
}

/** The end of a classifier from its last dense layer on, all outputs × 4 samples at once, where no lane can be handed another's weights. */
export const denseCrossEntropyHeadBlock = kernel(shader, {
  covers: [denseHead],
  applies: (site) => site.device.software && suitsDenseHead(site) && site.shape("b")[1] <= MOST_ROWS,
  constants: (site) => ({ ...denseHeadConstants(site), LANES: lanesOf(site) }),
  workgroups: () => [1, 1, 1],
  effort: (site) => {
    const { N, F, O } = denseHeadConstants(site);
    const invocations = Math.ceil(N / (4 * lanesOf(site))) * lanesOf(site);
    // All lanes have the same weights and biases.
    const uniform = invocations * O * (F + 1);
    return {
      loads: invocations * 4 * F + uniform + N,
      uniform,
      shared: 2 * lanesOf(site),
      workgroupWords: 2 * lanesOf(site),
      registers: blockRegisters(O) + 32,
      barriers: 1,
    };
  },
});
