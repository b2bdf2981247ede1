import shader from "#shaders/denseGradsBroadcast.wgsl";
import { denseGradients } from "./denseGrads.ts";
import {
  blockParts,
  featureGroups,
  parameterBlockConstants,
  parameterBlockEffort,
  parameterBlockInvocations,
} from "./denseParameterBlock.ts";
import { kernel, type Site } from "./kernel.ts";
import { blockRegisters, loadsOfRows, suitsRowBlocks } from "./rowBlock.ts";
import { activationOf } from "./tiling.ts";

/** Samples of a block of dx. */
const SAMPLES = 16;

/** Invocations for dx. */
function inputInvocations(site: Site): number {
  return Math.ceil(site.shape("x")[0] / SAMPLES) * featureGroups(site) * site.device.subgroupSize;
}

/** All gradients of a dense layer and of the activation before it: 16 samples, or up to 16 outputs, × 4 features at once. */
export const denseGradsBroadcast = kernel(shader, {
  covers: denseGradients,
  applies: (site) => suitsRowBlocks(site) && site.shape("x")[1] % 4 === 0,
  constants: (site) => ({ ...parameterBlockConstants(site), ACTIVATION: activationOf(site) }),
  invocations: (site) => parameterBlockInvocations(site) + inputInvocations(site),
  partials: (site) => ({ dw: blockParts(site), db: blockParts(site) }),
  effort: (site) => {
    const loads = site.shape("dy")[1] * (4 + loadsOfRows(SAMPLES, site.device.subgroupSize));
    const seen = activationOf(site) === 0 ? 0 : site.size("x");
    const all = parameterBlockEffort(site).loads + inputInvocations(site) * loads + seen;
    return { loads: all, registers: blockRegisters(SAMPLES) };
  },
});
