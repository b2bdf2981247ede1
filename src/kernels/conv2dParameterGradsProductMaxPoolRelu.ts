import shader from "#shaders/conv2dParameterGradsProductMaxPoolRelu.wgsl";
import { kernel } from "./kernel.ts";
import { poolsPairs } from "./tiling.ts";
import {
  suitsWeightGradProduct,
  weightGradProductConstants,
  weightGradProductEffort,
  weightGradProductInvocations,
  weightGradProductParts,
} from "./weightGradProduct.ts";

/** ∂L/∂weight and ∂L/∂bias of a convolution through pooling and ReLU behind it: conv2dParameterGradsProduct that writes no gradient of its output. */
export const conv2dParameterGradsProductMaxPoolRelu = kernel(shader, {
  covers: [
    ["g = reluGrad(dy, y)", "dz = maxPool2dGrad(g, index)", "dw = conv2dWeightGrad(x, dz)", "db = addBiasGrad(dz)"],
  ],
  applies: (site) => suitsWeightGradProduct(site) && poolsPairs(site.attributes("maxPool2dGrad"), site.shape("dz")),
  constants: (site) => {
    const [, , PP, PQ] = site.shape("dy");
    return { ...weightGradProductConstants(site, site.shape("dz")), PP, PQ };
  },
  invocations: (site) => weightGradProductInvocations(site, site.shape("dz")),
  partials: (site) => weightGradProductParts(site, site.shape("dz")),
  effort: (site) => weightGradProductEffort(site, site.shape("dz"), 3),
});
