import shader from "#shaders/batchStatisticsLanes.wgsl";
import { kernel } from "./kernel.ts";
import { hasWorkForLanes, mapLanesConstants, mapLanesEffort, mapLanesWorkgroups } from "./mapLanes.ts";

/** Mean and variance of every map over the batch, a subgroup for each. */
export const batchStatisticsLanes = kernel(shader, {
  covers: [["mean, variance = batchStatistics(x)"]],
  applies: hasWorkForLanes,
  constants: mapLanesConstants,
  workgroups: mapLanesWorkgroups,
  effort: (site) => mapLanesEffort(site, { arrays: 2, perMap: 0, workgroups: mapLanesWorkgroups(site) }),
});
