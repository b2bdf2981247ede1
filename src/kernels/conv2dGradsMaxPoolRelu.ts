import shader from "#shaders/conv2dGradsMaxPoolRelu.wgsl";
import { tapParts } from "./conv2dParameterGrads.ts";
import { gradStripsConstants, gradStripsEffort, gradStripsInvocations, suitsGradStrips } from "./gradStrips.ts";
import { kernel } from "./kernel.ts";
import { isTiled, windowSizes } from "./tiling.ts";

/** All gradients of a convolution, and of the pooling and ReLU that its input comes from. */
export const conv2dGradsMaxPoolRelu = kernel(shader, {
  covers: [
    [
      "dw = conv2dWeightGrad(x, dy)",
      "db = addBiasGrad(dy)",
      "g = conv2dInputGrad(dy, weight)",
      "r = reluGrad(g, x)",
      "dx = maxPool2dGrad(r, index)",
    ],
  ],
  applies: (site) => suitsGradStrips(site) && isTiled(site.attributes("maxPool2dGrad"), site.shape("dx")),
  constants: (site) => ({
    ...gradStripsConstants(site),
    ...windowSizes(site.attributes("maxPool2dGrad"), site.shape("dx")),
  }),
  invocations: gradStripsInvocations,
  partials: (site) => ({ dw: tapParts(site), db: tapParts(site) }),
  effort: (site) => {
    const effort = gradStripsEffort(site);
    // Of each window what the ReLU made of it, and who won it.
    return { ...effort, loads: effort.loads + 2 * site.size("x") };
  },
});
