import shader from "#shaders/denseGrads.wgsl";
import { denseParts, parameterTiles, parameterTilesEffort } from "./denseParameterGrads.ts";
import { type Effort, kernel, type Site } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

/** Gradients of its parameters, as patterns have them. */
export const denseParameterLines = ["dw = denseWeightGrad(x, dy)", "db = addBiasGrad(dy)"];

/** The gradients of a dense layer, and of what it may follow. */
export const denseGradients = [
  [...denseParameterLines, "g = denseInputGrad(dy, weight)", "dx = reluGrad(g, x)"],
  [...denseParameterLines, "g = denseInputGrad(dy, weight)", "dx = sigmoidGrad(g, x)"],
  [...denseParameterLines, "dx = denseInputGrad(dy, weight)"],
];

/** Invocations for dx: 4 samples × 4 features each. */
function inputTiles(site: Site): number {
  const [N, F] = site.shape("x");
  return Math.ceil(N / 4) * (F / 4);
}

/** Whole workgroups do the one or the other. */
export function denseGradsInvocations(site: Site): number {
  return Math.ceil(parameterTiles(site) / 64) * 64 + inputTiles(site);
}

/** @param seen words loaded to go back through what the input comes from */
export function denseGradsEffort(site: Site, seen: number): Effort {
  const { loads, registers } = parameterTilesEffort(site);
  return { loads: loads + inputTiles(site) * site.shape("dy")[1] * 8 + seen, registers };
}

/** All gradients of a dense layer and of the activation before it, 4 outputs or samples × 4 features at once. */
export const denseGrads = kernel(shader, {
  covers: denseGradients,
  applies: (site) => site.shape("x")[1] % 4 === 0,
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    O: site.shape("dy")[1],
    PARTS: denseParts(site),
    ACTIVATION: activationOf(site),
  }),
  invocations: denseGradsInvocations,
  partials: (site) => ({ dw: denseParts(site), db: denseParts(site) }),
  effort: (site) => denseGradsEffort(site, activationOf(site) === 0 ? 0 : site.size("x")),
});
