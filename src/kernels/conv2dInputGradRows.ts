import shader from "#shaders/conv2dInputGradRows.wgsl";
import {
  inputGradRowsConstants,
  inputGradRowsEffort,
  inputGradRowsWorkgroups,
  suitsInputGradRows,
} from "./inputGradRows.ts";
import { kernel } from "./kernel.ts";

/** ∂L/∂x of a convolution, a row of several maps of one sample in each invocation. */
export const conv2dInputGradRows = kernel(shader, {
  covers: [["dx = conv2dInputGrad(dy, weight)"]],
  applies: suitsInputGradRows,
  constants: (site) => inputGradRowsConstants(site, site.shape("dy")),
  workgroups: (site) => inputGradRowsWorkgroups(site, site.shape("dy")),
  effort: (site) => inputGradRowsEffort(site, site.shape("dy")),
});
