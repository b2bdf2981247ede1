import shader from "#shaders/conv2dInputGradProduct.wgsl";
import {
  inputGradProductConstants,
  inputGradProductEffort,
  inputGradProductInvocations,
  suitsInputGradProduct,
} from "./inputGradProduct.ts";
import { kernel } from "./kernel.ts";

/** ∂L/∂x of a convolution as a product of matrices in tiles that a workgroup shares. */
export const conv2dInputGradProduct = kernel(shader, {
  covers: [["dx = conv2dInputGrad(dy, weight)"]],
  applies: suitsInputGradProduct,
  constants: inputGradProductConstants,
  invocations: inputGradProductInvocations,
  effort: (site) => inputGradProductEffort(site, 0),
});
