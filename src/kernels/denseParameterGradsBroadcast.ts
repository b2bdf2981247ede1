import shader from "#shaders/denseParameterGradsBroadcast.wgsl";
import {
  blockParts,
  parameterBlockConstants,
  parameterBlockEffort,
  parameterBlockInvocations,
} from "./denseParameterBlock.ts";
import { kernel } from "./kernel.ts";
import { suitsRowBlocks } from "./rowBlock.ts";

/** ∂L/∂weight and ∂L/∂bias of a dense layer: up to 16 outputs × 4 features at once, gradients handed from lane to lane. */
export const denseParameterGradsBroadcast = kernel(shader, {
  covers: [["dw = denseWeightGrad(x, dy)", "db = addBiasGrad(dy)"]],
  applies: (site) => suitsRowBlocks(site) && site.shape("x")[1] % 4 === 0,
  constants: parameterBlockConstants,
  invocations: parameterBlockInvocations,
  partials: (site) => ({ dw: blockParts(site), db: blockParts(site) }),
  effort: parameterBlockEffort,
});
