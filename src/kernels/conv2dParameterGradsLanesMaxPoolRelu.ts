import shader from "#shaders/conv2dParameterGradsLanesMaxPoolRelu.wgsl";
import { kernel } from "./kernel.ts";
import { poolsPairs } from "./tiling.ts";
import {
  suitsWeightGradLanes,
  weightGradLanesConstants,
  weightGradLanesEffort,
  weightGradLanesInvocations,
  weightGradLanesParts,
} from "./weightGradLanes.ts";

/** ∂L/∂weight and ∂L/∂bias of a convolution through pooling and ReLU behind it: conv2dParameterGradsLanes that writes no gradient of its output. */
export const conv2dParameterGradsLanesMaxPoolRelu = kernel(shader, {
  covers: [
    ["g = reluGrad(dy, y)", "dz = maxPool2dGrad(g, index)", "dw = conv2dWeightGrad(x, dz)", "db = addBiasGrad(dz)"],
  ],
  applies: (site) => suitsWeightGradLanes(site) && poolsPairs(site.attributes("maxPool2dGrad"), site.shape("dz")),
  constants: (site) => {
    const [, , PP, PQ] = site.shape("dy");
    return { ...weightGradLanesConstants(site, site.shape("dz")), PP, PQ };
  },
  invocations: weightGradLanesInvocations,
  partials: weightGradLanesParts,
  // Of two rows of gradients half as many windows as columns, each of three words.
  effort: (site) => weightGradLanesEffort(site, site.shape("dz"), (columns) => (3 * columns) / 4),
});
