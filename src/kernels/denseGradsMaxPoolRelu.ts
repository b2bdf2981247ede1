import shader from "#shaders/denseGradsMaxPoolRelu.wgsl";
import { denseGradsEffort, denseGradsInvocations, denseParameterLines } from "./denseGrads.ts";
import { denseParts } from "./denseParameterGrads.ts";
import { kernel } from "./kernel.ts";
import { isTiled, windowSizes } from "./tiling.ts";

/** All gradients of a dense layer, and of the ReLU and pooling that its input comes from, flattened. */
export const denseGradsMaxPoolRelu = kernel(shader, {
  covers: [
    [
      ...denseParameterLines,
      "g = denseInputGrad(dy, weight)",
      "u = unflatten(g)",
      "r = reluGrad(u, y)",
      "dx = maxPool2dGrad(r, index)",
    ],
  ],
  applies: (site) => site.shape("x")[1] % 4 === 0 && isTiled(site.attributes("maxPool2dGrad"), site.shape("dx")),
  constants: (site) => {
    const [, , PP, PQ] = site.shape("y");
    return {
      N: site.shape("x")[0],
      F: site.shape("x")[1],
      O: site.shape("dy")[1],
      PARTS: denseParts(site),
      ...windowSizes(site.attributes("maxPool2dGrad"), site.shape("dx")),
      PP,
      PQ,
    };
  },
  invocations: denseGradsInvocations,
  partials: (site) => ({ dw: denseParts(site), db: denseParts(site) }),
  // Of each window what the ReLU made of it, and who won it.
  effort: (site) => denseGradsEffort(site, 2 * site.size("y")),
});
