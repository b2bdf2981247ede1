import shader from "#shaders/denseCrossEntropyHeadBroadcast.wgsl";
import { denseHead, denseHeadConstants, suitsDenseHead } from "./denseCrossEntropyHead.ts";
import { kernel, type Site } from "./kernel.ts";
import { blockRegisters, loadsOfRows, MOST_ROWS, suitsRowBlocks } from "./rowBlock.ts";

/** Most lanes of the workgroup. */
const MOST_LANES = 64;

/** Whole subgroups, each lane with four samples. */
function lanesOf(site: Site): number {
  const { subgroupSize } = site.device;
  return Math.min(MOST_LANES, Math.ceil(site.shape("x")[0] / (4 * subgroupSize)) * subgroupSize);
}

/** The end of a classifier from its last dense layer on, all outputs × 4 samples at once, weights handed from lane to lane. */
export const denseCrossEntropyHeadBroadcast = kernel(shader, {
  covers: [denseHead],
  applies: (site) => suitsRowBlocks(site) && suitsDenseHead(site) && site.shape("b")[1] <= MOST_ROWS,
  constants: (site) => ({ ...denseHeadConstants(site), LANES: lanesOf(site), SUBGROUP: site.device.subgroupSize }),
  workgroups: () => [1, 1, 1],
  effort: (site) => {
    const { N, F, O } = denseHeadConstants(site);
    const turns = Math.ceil(N / (4 * lanesOf(site)));
    const loads = F * (4 + loadsOfRows(O, site.device.subgroupSize)) + O;
    return {
      loads: turns * lanesOf(site) * loads + N,
      shared: 2 * lanesOf(site),
      workgroupWords: 2 * lanesOf(site),
      registers: blockRegisters(O) + 32,
      barriers: 1,
    };
  },
});
