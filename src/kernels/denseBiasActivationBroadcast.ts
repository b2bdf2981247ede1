import shader from "#shaders/denseBiasActivationBroadcast.wgsl";
import { denseActivations } from "./denseBiasActivation.ts";
import { kernel, type Site } from "./kernel.ts";
import { blockRegisters, loadsOfRows, rowsFor, suitsRowBlocks } from "./rowBlock.ts";
import { activationOf } from "./tiling.ts";

/** Invocations: a subgroup for each block of outputs and four samples a lane. */
function invocations(site: Site): number {
  const [N, O] = site.shape("y");
  const { subgroupSize } = site.device;
  return Math.ceil(O / rowsFor(O)) * Math.ceil(N / (4 * subgroupSize)) * subgroupSize;
}

/** Dense layer, bias and activation: up to 16 outputs × 4 samples at once, weights handed from lane to lane. */
export const denseBiasActivationBroadcast = kernel(shader, {
  covers: denseActivations,
  applies: (site) => suitsRowBlocks(site) && site.shape("x")[1] % 4 === 0,
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    O: site.shape("y")[1],
    ROWS: rowsFor(site.shape("y")[1]),
    SUBGROUP: site.device.subgroupSize,
    ACTIVATION: activationOf(site),
  }),
  invocations,
  effort: (site) => {
    const rows = rowsFor(site.shape("y")[1]);
    const loads = site.shape("x")[1] * (4 + loadsOfRows(rows, site.device.subgroupSize));
    return { loads: invocations(site) * (loads + rows), registers: blockRegisters(rows) + 32 };
  },
});
