import shader from "#shaders/conv2dParameterGradsQuads.wgsl";
import { kernel, type Site } from "./kernel.ts";
import { partsOf, suitsWeightGradLanes, weightGradMoves } from "./weightGradLanes.ts";

/** Lanes that hand each other inputs, and input maps that they have. */
const QUAD = 4;

/** How a weight gradient is divided among workgroups, by the shapes of `dw` and `x`. */
function tilesOf(site: Site) {
  const [M, C] = site.shape("dw");
  const LANES = site.device.subgroupSize;
  const groups = (C / QUAD) * Math.ceil(M / LANES);
  return { groups, tile: { PARTS: partsOf(site, groups), LANES } };
}

const constantsOf = (site: Site) => ({ ...weightGradMoves(site, site.shape("dy")), ...tilesOf(site).tile });

function invocationsOf(site: Site): number {
  const { groups, tile } = tilesOf(site);
  return tile.PARTS * groups * tile.LANES;
}

/** ∂L/∂weight and ∂L/∂bias of a convolution, all taps of four input maps and one map in each invocation; four lanes share their inputs. */
export const conv2dParameterGradsQuads = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)", "db = addBiasGrad(dy)"]],
  applies: (site) => suitsWeightGradLanes(site) && site.shape("dw")[1] % QUAD === 0,
  constants: constantsOf,
  invocations: invocationsOf,
  partials: (site) => {
    const { PARTS } = tilesOf(site).tile;
    return { dw: PARTS, db: PARTS };
  },
  effort: (site) => {
    const { N, KH, KW, P, Q, COLUMNS, LANES } = constantsOf(site);
    // A block of columns: the rows of inputs that it meets, and its gradients.
    const perBlock = (KH - 1 + P) * (COLUMNS + KW - 1) + P * COLUMNS;
    return {
      loads: tilesOf(site).groups * LANES * N * Math.ceil(Q / COLUMNS) * perBlock,
      registers: QUAD * KH * KW + 2 * KH * (COLUMNS + KW - 1) + COLUMNS + 16,
    };
  },
});
