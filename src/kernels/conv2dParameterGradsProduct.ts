import shader from "#shaders/conv2dParameterGradsProduct.wgsl";
import { kernel } from "./kernel.ts";
import {
  suitsWeightGradProduct,
  weightGradProductConstants,
  weightGradProductEffort,
  weightGradProductInvocations,
  weightGradProductParts,
} from "./weightGradProduct.ts";

/** ∂L/∂weight and ∂L/∂bias of a convolution as a product of matrices, in as many partial sums as fill the device. */
export const conv2dParameterGradsProduct = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)", "db = addBiasGrad(dy)"]],
  applies: suitsWeightGradProduct,
  constants: (site) => weightGradProductConstants(site, site.shape("dy")),
  invocations: (site) => weightGradProductInvocations(site, site.shape("dy")),
  partials: (site) => weightGradProductParts(site, site.shape("dy")),
  effort: (site) => weightGradProductEffort(site, site.shape("dy"), 1),
});
