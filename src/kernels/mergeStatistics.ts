import shader from "#shaders/mergeStatistics.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of mergeStatistics. */
export const mergeStatistics = kernel(shader, {
  covers: [["mean, variance, groupMean, groupVariance = mergeStatistics(means, variances)"]],
  constants: (site) => ({ G: site.attributes("mergeStatistics").groups as number, C: site.size("mean") }),
  invocations: (site) => site.size("means"),
  // Each goes through the groups' means twice, and once through their variances.
  effort: (site) => ({
    loads: 3 * (site.attributes("mergeStatistics").groups as number) * site.size("means"),
    registers: 16,
  }),
});
