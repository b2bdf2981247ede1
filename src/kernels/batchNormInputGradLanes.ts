import shader from "#shaders/batchNormInputGradLanes.wgsl";
import { kernel } from "./kernel.ts";
import { mapLanesEffort, sampleLanesConstants, sampleLanesWorkgroups, suitsMapLanes } from "./mapLanes.ts";
import { activationOf } from "./tiling.ts";

const normalized = "batchNormInputGrad(dy, x, mean, variance, weight, dw, db)";

/** ∂L/∂x of batch normalisation, through the activation before it or not, a workgroup for each map of each sample. */
export const batchNormInputGradLanes = kernel(shader, {
  covers: [
    [`g = ${normalized}`, "dx = reluGrad(g, x)"],
    [`g = ${normalized}`, "dx = sigmoidGrad(g, x)"],
    [`dx = ${normalized}`],
  ],
  applies: suitsMapLanes,
  constants: (site) => {
    const { epsilon, training } = site.attributes("batchNormInputGrad");
    const sizes = sampleLanesConstants(site);
    return { ...sizes, EPSILON: epsilon as number, TRAINING: Number(training), ACTIVATION: activationOf(site) };
  },
  workgroups: sampleLanesWorkgroups,
  effort: (site) => mapLanesEffort(site, { arrays: 2, perMap: 5, workgroups: sampleLanesWorkgroups(site) }),
});
