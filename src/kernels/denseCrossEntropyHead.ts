import shader from "#shaders/denseCrossEntropyHead.wgsl";
import type { DeviceTraits } from "../core/device.ts";
import { labelSmoothingOf } from "../operations/softmaxCrossEntropy.ts";
import { kernel, type Site } from "./kernel.ts";
import { hasDearWorkgroupMemory } from "./prices.ts";

/** A classifier's last dense layer, and what crossEntropyHead covers. */
export const denseHead = [
  "d = dense(x, weight)",
  "b = addBias(d, bias)",
  "loss = softmaxCrossEntropy(b, label)",
  "prediction = classify(b)",
  "dx = softmaxCrossEntropyGrad(b, label)",
  "metrics, step = record(loss, prediction, label, metrics, step)",
];

/** Whether the kernels can do this site, as far as what they have in common goes. */
export function suitsDenseHead(site: Site): boolean {
  return site.shape("x")[1] % 4 === 0 && site.shape("b")[1] > 1;
}

export function denseHeadConstants(site: Site) {
  const [N, F] = site.shape("x");
  const [, O] = site.shape("b");
  const SMOOTHING = labelSmoothingOf(site.attributes("softmaxCrossEntropy"));
  return { N, F, O, R: site.shape("metrics")[0], SMOOTHING };
}

/** Lanes of the workgroup: steps and most. There are fewer where each has words of dear workgroup memory. */
const LANES = { step: 64, most: (device: DeviceTraits) => (hasDearWorkgroupMemory(device) ? 64 : 256) };

/** Most outputs of a lane that the shader is written for. */
const MOST_ROWS = 8;

/** Lanes that share the outputs of a sample, so that each has about as many. */
function blocksOf(site: Site): number {
  return Math.ceil(site.shape("b")[1] / MOST_ROWS);
}

function rowsOf(site: Site): number {
  return Math.ceil(site.shape("b")[1] / blocksOf(site));
}

function lanesOf(site: Site): number {
  const [N] = site.shape("x");
  return Math.min(LANES.most(site.device), Math.ceil((N * blocksOf(site)) / LANES.step) * LANES.step);
}

/** The end of a classifier from its last dense layer on, as far as one workgroup is quick enough. */
export const denseCrossEntropyHead = kernel(shader, {
  covers: [denseHead],
  applies: (site) => suitsDenseHead(site) && blocksOf(site) <= LANES.step,
  constants: (site) => ({ ...denseHeadConstants(site), ROWS: rowsOf(site), LANES: lanesOf(site) }),
  workgroups: () => [1, 1, 1],
  effort: (site) => {
    const { N, F, O } = denseHeadConstants(site);
    const lanes = lanesOf(site);
    const samples = Math.floor(lanes / blocksOf(site));
    const turns = Math.ceil(N / samples);
    // Neighbours have the same weights and biases. Greatest, sum and gradient each go through a sample's outputs.
    const uniform = turns * lanes * rowsOf(site) * (F + 1);
    const loads = turns * lanes * F + uniform + N;
    return {
      loads,
      uniform,
      shared: 4 * N * O + 2 * lanes,
      workgroupWords: samples * O + 2 * lanes,
      registers: 40,
      barriers: 2 * turns,
    };
  },
});
