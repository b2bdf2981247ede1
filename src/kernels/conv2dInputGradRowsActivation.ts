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
  constants: (site) => ({ ...inputGradRowsConstants(site, site.shape("dy")), ACTIVATION: activationOf(site) }),
  workgroups: (site) => inputGradRowsWorkgroups(site, site.shape("dy")),
  effort: (site) => {
    const { loads, registers } = inputGradRowsEffort(site, site.shape("dy"));
    // And the activation's output for each element.
    return { loads: loads + site.size("dx"), registers };
  },
});
