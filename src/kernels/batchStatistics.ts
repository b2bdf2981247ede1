import shader from "#shaders/batchStatistics.wgsl";
import { kernel } from "./kernel.ts";
import { mapSizes, sumEffort } from "./mapwise.ts";

/** The plain kernel of batchStatistics: a workgroup for each map. */
export const batchStatistics = kernel(shader, {
  covers: [["mean, variance = batchStatistics(x)"]],
  constants: (site) => mapSizes(site.shape("x")),
  invocations: (site) => 256 * site.size("mean"),
  effort: (site) => ({ loads: 2 * site.size("x"), registers: 16, ...sumEffort(2) }),
});
