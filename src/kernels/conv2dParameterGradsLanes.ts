import shader from "#shaders/conv2dParameterGradsLanes.wgsl";
import { kernel } from "./kernel.ts";
import {
  suitsWeightGradLanes,
  weightGradLanesConstants,
  weightGradLanesEffort,
  weightGradLanesInvocations,
  weightGradLanesParts,
} from "./weightGradLanes.ts";

/** ∂L/∂weight and ∂L/∂bias of a convolution, all taps of several input maps and one map in each invocation. */
export const conv2dParameterGradsLanes = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)", "db = addBiasGrad(dy)"]],
  applies: suitsWeightGradLanes,
  constants: (site) => weightGradLanesConstants(site, site.shape("dy")),
  invocations: weightGradLanesInvocations,
  partials: weightGradLanesParts,
  effort: (site) => weightGradLanesEffort(site, site.shape("dy"), (columns) => columns),
});
