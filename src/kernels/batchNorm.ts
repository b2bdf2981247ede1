import shader from "#shaders/batchNorm.wgsl";
import { kernel } from "./kernel.ts";
import { mapSizes } from "./mapwise.ts";

/** The plain kernel of batchNorm. */
export const batchNorm = kernel(shader, {
  covers: [["y = batchNorm(x, mean, variance, weight, bias)"]],
  constants: (site) => {
    const { C, I } = mapSizes(site.shape("x"));
    return { SIZE: site.size("x"), C, I, EPSILON: site.attributes("batchNorm").epsilon as number };
  },
  invocations: (site) => site.size("x"),
});
