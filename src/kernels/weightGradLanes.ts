/** What the kernels whose lanes compute a convolution's weight gradient for a map each have in common. */
import type { Shape } from "../core/shape.ts";
import { convolutionMoves } from "./constants.ts";
import type { Effort, Site } from "./kernel.ts";
import { slidesByOne } from "./tiling.ts";

/** Most input maps, and taps of a row or column of the kernel, that lib/weightGradLanes.wgsl is written for. */
const MOST = { planes: 4, taps: 5 };

/** Workgroups that keep a processor's cores busy to the end; each part more has to be written, read and added. */
const ENOUGH_GROUPS = 16;

/** Whether the kernels can do this site, and are meant for its device: on a card, lanes in different maps load far apart. */
export function suitsWeightGradLanes(site: Site): boolean {
  const { software, subgroupSize } = site.device;
  const [, , KH, KW] = site.shape("dw");
  const isSmall = Math.max(KH, KW) <= MOST.taps;
  return software && subgroupSize >= 4 && isSmall && slidesByOne(site.attributes("conv2dWeightGrad"));
}

/** Parts of the batch that `x` has, where a part is so many workgroups. Equal ones: none may be left without a sample. */
export function partsOf(site: Site, groups: number): number {
  const [N] = site.shape("x");
  return Math.ceil(N / Math.ceil(N / Math.min(N, Math.ceil(ENOUGH_GROUPS / groups))));
}

/** How a weight gradient is divided among workgroups, by the shapes of `dw` and `x`. */
function tilesOf(site: Site) {
  const [M, C] = site.shape("dw");
  const { subgroupSize: SUBGROUP } = site.device;
  let PLANES = Math.min(MOST.planes, C);
  while (C % PLANES !== 0) PLANES--;
  const LANES = Math.max(8, SUBGROUP);
  const groups = (C / PLANES) * Math.ceil(M / LANES);
  return { groups, tile: { PARTS: partsOf(site, groups), PLANES, LANES, SUBGROUP } };
}

/** Sizes of the convolution, and how many columns of gradients are taken at a time; `dy` is the shape of the gradient of its output. */
export function weightGradMoves(site: Site, dy: Shape) {
  const moves = convolutionMoves(site.shape("x"), site.shape("dw"), dy, site.attributes("conv2dWeightGrad"));
  const { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT } = moves;
  // A block of six sees eight inputs of a row with three taps; it pays where there are fewer of them than of four.
  const COLUMNS = KW <= 3 && Math.ceil(Q / 6) < Math.ceil(Q / 4) ? 6 : 4;
  return { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT, COLUMNS };
}

/** These, and the sizes of the tiles. */
export function weightGradLanesConstants(site: Site, dy: Shape) {
  return { ...weightGradMoves(site, dy), ...tilesOf(site).tile };
}

export function weightGradLanesInvocations(site: Site): number {
  const { groups, tile } = tilesOf(site);
  return tile.PARTS * groups * tile.LANES;
}

/** Partial sums that the gradients of weight and bias are left as. */
export function weightGradLanesParts(site: Site) {
  const { PARTS } = tilesOf(site).tile;
  return { dw: PARTS, db: PARTS };
}

/**
 * Words that a lane loads of a row. With lanes of four the sums of several planes do not stay in registers: by what SwiftShader takes, a row then
 * costs as much as six loads (convnet's second convolution 2.9 times, deep's 2.0 times the two that there are).
 */
function wordsOf({ SUBGROUP, PLANES }: { readonly SUBGROUP: number; readonly PLANES: number }): number {
  if (SUBGROUP >= 8) return 1;
  return PLANES > 1 ? 6 : 2;
}

/** Loads of inputs for every row that a block of columns meets, and of gradients, `perRow` for a row of one. */
export function weightGradLanesEffort(site: Site, dy: Shape, perRow: (columns: number) => number): Effort {
  const { N, KH, KW, P, Q, PLANES, COLUMNS, LANES, SUBGROUP } = weightGradLanesConstants(site, dy);
  const words = wordsOf({ SUBGROUP, PLANES });
  const blocks = Math.ceil(Q / COLUMNS);
  const rows = KH - 1 + 2 * Math.ceil(P / 2);
  const perMap = tilesOf(site).groups * LANES * N;
  return {
    loads: perMap * blocks * (PLANES * words * rows + P * perRow(COLUMNS)),
    registers: PLANES * (KH * KW + (KH + 1) * (SUBGROUP < 8 ? 2 : 1)) + 2 * COLUMNS + 16,
  };
}
