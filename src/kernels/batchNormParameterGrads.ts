import shader from "#shaders/batchNormParameterGrads.wgsl";
import { kernel } from "./kernel.ts";
import { mapSizes, sumEffort } from "./mapwise.ts";

/** The plain kernel of batchNormParameterGrads: a workgroup for each map. */
export const batchNormParameterGrads = kernel(shader, {
  covers: [["dw, db = batchNormParameterGrads(dy, x, mean, variance)"]],
  constants: (site) => ({
    ...mapSizes(site.shape("x")),
    EPSILON: site.attributes("batchNormParameterGrads").epsilon as number,
  }),
  invocations: (site) => 256 * site.size("mean"),
  effort: (site) => ({ loads: 2 * site.size("x"), registers: 16, ...sumEffort(2) }),
});
