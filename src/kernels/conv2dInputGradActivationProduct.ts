import shader from "#shaders/conv2dInputGradActivationProduct.wgsl";
import {
  inputGradProductConstants,
  inputGradProductEffort,
  inputGradProductInvocations,
  suitsInputGradProduct,
} from "./inputGradProduct.ts";
import { kernel } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

/** ∂L/∂x of a convolution through the activation before it, as a product of matrices. */
export const conv2dInputGradActivationProduct = kernel(shader, {
  covers: [
    ["g = conv2dInputGrad(dy, weight)", "dx = reluGrad(g, y)"],
    ["g = conv2dInputGrad(dy, weight)", "dx = sigmoidGrad(g, y)"],
  ],
  applies: suitsInputGradProduct,
  constants: (site) => ({ ...inputGradProductConstants(site), ACTIVATION: activationOf(site) }),
  invocations: inputGradProductInvocations,
  effort: (site) => inputGradProductEffort(site, 1),
});
