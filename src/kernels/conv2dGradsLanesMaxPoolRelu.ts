import shader from "#shaders/conv2dGradsLanesMaxPoolRelu.wgsl";
import {
  inputGradRowsConstants,
  inputGradRowsEffort,
  inputGradRowsWorkgroups,
  suitsInputGradRows,
} from "./inputGradRows.ts";
import { kernel, type Site } from "./kernel.ts";
import { poolsPairs } from "./tiling.ts";
import {
  suitsWeightGradLanes,
  weightGradLanesConstants,
  weightGradLanesEffort,
  weightGradLanesInvocations,
  weightGradLanesParts,
} from "./weightGradLanes.ts";

function constantsOf(site: Site) {
  const dz = site.shape("dz");
  const [, , PP, PQ] = site.shape("dy");
  return { ...weightGradLanesConstants(site, dz), ...inputGradRowsConstants(site, dz), PP, PQ };
}

/** The gradients of a convolution through pooling and ReLU behind it: all that read the gradient of its output, which is not written. */
export const conv2dGradsLanesMaxPoolRelu = kernel(shader, {
  covers: [
    [
      "g = reluGrad(dy, y)",
      "dz = maxPool2dGrad(g, index)",
      "dw = conv2dWeightGrad(x, dz)",
      "db = addBiasGrad(dz)",
      "dx = conv2dInputGrad(dz, weight)",
    ],
  ],
  applies: (site) =>
    suitsWeightGradLanes(site) &&
    suitsInputGradRows(site) &&
    poolsPairs(site.attributes("maxPool2dGrad"), site.shape("dz")),
  constants: constantsOf,
  invocations: (site) => {
    const rows = inputGradRowsWorkgroups(site, site.shape("dz")).reduce((product, count) => product * count, 1);
    return weightGradLanesInvocations(site) + rows * constantsOf(site).LANES;
  },
  partials: weightGradLanesParts,
  effort: (site) => {
    const dz = site.shape("dz");
    // A window has three words for two rows of two columns.
    const weights = weightGradLanesEffort(site, dz, (columns) => (3 * columns) / 4);
    const windows = (first: number, last: number) => Math.floor(last / 2) - Math.floor(first / 2) + 1;
    const rows = inputGradRowsEffort(site, dz, (first, last) => (3 / 2) * windows(first, last));
    return { loads: weights.loads + rows.loads, registers: Math.max(weights.registers, rows.registers) };
  },
});
