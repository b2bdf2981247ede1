import shader from "#shaders/conv2dInputGradRowsActivation.wgsl";
import {
  inputGradRowsConstants,
  inputGradRowsEffort,
  inputGradRowsWorkgroups,
  suitsInputGradRows,
} from "./inputGradRows.ts";
import { kernel } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

/** ∂L/∂x of a convolution through the activation before it, a row of several maps of one sample in each invocation. */
export const conv2dInputGradRowsActivation = kernel(shader, {
  covers: [
    ["g = conv2dInputGrad(dy, weight)", "dx = reluGrad(g, y)"],
    ["g = conv2dInputGrad(dy, weight)", "dx = sigmoidGrad(g, y)"],
  ],
  applies: suitsInputGradRows,
  constants: (site) => ({ ...inputGradRowsConstants(site), ACTIVATION: activationOf(site) }),
  workgroups: inputGradRowsWorkgroups,
  effort: (site) => inputGradRowsEffort(site, 1),
});
