import shader from "#shaders/conv2dGrads.wgsl";
import { tapParts } from "./conv2dParameterGrads.ts";
import { gradStripsConstants, gradStripsEffort, gradStripsInvocations, suitsGradStrips } from "./gradStrips.ts";
import { kernel } from "./kernel.ts";

/** All gradients of a convolution, in workgroups of two kinds. */
export const conv2dGrads = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)", "db = addBiasGrad(dy)", "dx = conv2dInputGrad(dy, weight)"]],
  applies: suitsGradStrips,
  constants: gradStripsConstants,
  invocations: gradStripsInvocations,
  partials: (site) => ({ dw: tapParts(site), db: tapParts(site) }),
  effort: gradStripsEffort,
});
