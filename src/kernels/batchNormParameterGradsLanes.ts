import shader from "#shaders/batchNormParameterGradsLanes.wgsl";
import { kernel } from "./kernel.ts";
import { hasWorkForLanes, mapLanesConstants, mapLanesEffort, mapLanesWorkgroups } from "./mapLanes.ts";

/** ∂L/∂weight and ∂L/∂bias of batch normalisation, a subgroup for each map. */
export const batchNormParameterGradsLanes = kernel(shader, {
  covers: [["dw, db = batchNormParameterGrads(dy, x, mean, variance)"]],
  applies: hasWorkForLanes,
  constants: (site) => ({
    ...mapLanesConstants(site),
    EPSILON: site.attributes("batchNormParameterGrads").epsilon as number,
  }),
  workgroups: mapLanesWorkgroups,
  effort: (site) => mapLanesEffort(site, { arrays: 2, perMap: 2, workgroups: mapLanesWorkgroups(site) }),
});
