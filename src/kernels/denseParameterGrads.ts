import shader from "#shaders/denseParameterGrads.wgsl";
import { kernel, type Site } from "./kernel.ts";
import { partsFor } from "./tiling.ts";

/** Invocations of one part: 4 outputs × 4 features each. */
function perPart(site: Site): number {
  const [O, F] = site.shape("dw");
  return Math.ceil(O / 4) * (F / 4);
}

/** Number of partial sums. */
export function denseParts(site: Site): number {
  return partsFor(site, site.shape("x")[0], perPart(site), 8);
}

/** Invocations of all parts. */
export function parameterTiles(site: Site): number {
  return denseParts(site) * perPart(site);
}

export function parameterTilesEffort(site: Site) {
  return { loads: parameterTiles(site) * Math.ceil(site.shape("x")[0] / denseParts(site)) * 8, registers: 28 };
}

/** ∂L/∂weight and ∂L/∂bias of a dense layer, as partial sums over the batch. */
export const denseParameterGrads = kernel(shader, {
  covers: [["dw = denseWeightGrad(x, dy)", "db = addBiasGrad(dy)"]],
  applies: (site) => site.shape("x")[1] % 4 === 0,
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    O: site.shape("dy")[1],
    PARTS: denseParts(site),
  }),
  invocations: parameterTiles,
  partials: (site) => ({ dw: denseParts(site), db: denseParts(site) }),
  effort: parameterTilesEffort,
});
