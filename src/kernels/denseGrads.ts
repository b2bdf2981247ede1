import shader from "#shaders/denseGrads.wgsl";
import { denseParts, parameterTiles, parameterTilesEffort } from "./denseParameterGrads.ts";
import { kernel, type Site } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

const parameters = ["dw = denseWeightGrad(x, dy)", "db = addBiasGrad(dy)"];

/** The gradients of a dense layer, and of what it may follow. */
export const denseGradients = [
  [...parameters, "g = denseInputGrad(dy, weight)", "dx = reluGrad(g, x)"],
  [...parameters, "g = denseInputGrad(dy, weight)", "dx = sigmoidGrad(g, x)"],
  [...parameters, "dx = denseInputGrad(dy, weight)"],
];

/** Invocations for dx: 4 samples × 4 features each. */
function inputTiles(site: Site): number {
  const [N, F] = site.shape("x");
  return Math.ceil(N / 4) * (F / 4);
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
  // Whole workgroups do the one or the other.
  invocations: (site) => Math.ceil(parameterTiles(site) / 64) * 64 + inputTiles(site),
  partials: (site) => ({ dw: denseParts(site), db: denseParts(site) }),
  effort: (site) => {
    const seen = activationOf(site) === 0 ? 0 : site.size("x");
    const { loads, registers } = parameterTilesEffort(site);
    return { loads: loads + inputTiles(site) * site.shape("dy")[1] * 8 + seen, registers };
  },
});
