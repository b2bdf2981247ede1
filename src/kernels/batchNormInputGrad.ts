import shader from "#shaders/batchNormInputGrad.wgsl";
import { kernel } from "./kernel.ts";
import { mapSizes } from "./mapwise.ts";

/** The plain kernel of batchNormInputGrad. */
export const batchNormInputGrad = kernel(shader, {
  covers: [["dx = batchNormInputGrad(dy, x, mean, variance, weight, dw, db)"]],
  constants: (site) => {
    const { C, I } = mapSizes(site.shape("x"));
    const { epsilon, training } = site.attributes("batchNormInputGrad");
    return { SIZE: site.size("x"), C, I, EPSILON: epsilon as number, TRAINING: Number(training) };
  },
  invocations: (site) => site.size("x"),
});
