import shader from "#shaders/updateStatistics.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of updateStatistics. */
export const updateStatistics = kernel(shader, {
  covers: [["runningMean, runningVariance = updateStatistics(mean, variance, runningMean, runningVariance)"]],
  constants: (site) => {
    const { momentum, count } = site.attributes("updateStatistics") as { momentum: number; count: number };
    return { C: site.size("mean"), KEEP: 1 - momentum, GAIN: momentum, UNBIASED: (momentum * count) / (count - 1) };
  },
  invocations: (site) => site.size("mean"),
});
