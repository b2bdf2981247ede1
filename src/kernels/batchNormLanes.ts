import shader from "#shaders/batchNormLanes.wgsl";
import { kernel } from "./kernel.ts";
import { mapLanesEffort, sampleLanesConstants, sampleLanesWorkgroups, suitsMapLanes } from "./mapLanes.ts";

/** Batch normalisation, a workgroup for each map of each sample. */
export const batchNormLanes = kernel(shader, {
  covers: [["y = batchNorm(x, mean, variance, weight, bias)"]],
  applies: suitsMapLanes,
  constants: (site) => ({ ...sampleLanesConstants(site), EPSILON: site.attributes("batchNorm").epsilon as number }),
  workgroups: sampleLanesWorkgroups,
  effort: (site) => mapLanesEffort(site, { arrays: 1, perMap: 4, workgroups: sampleLanesWorkgroups(site) }),
});
