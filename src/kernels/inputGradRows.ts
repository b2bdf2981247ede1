/** What the kernels that compute a convolution's input gradient row by row have in common. */
import { convolutionMoves } from "./constants.ts";
import type { Effort, Site } from "./kernel.ts";
import { slidesByOne } from "./tiling.ts";

/** Most input maps, blocks of four columns and taps in a row that lib/inputGradRows.wgsl is written for. */
const MOST = { maps: 8, blocks: 6, taps: 5 };

/** Whether the kernels can do this site, and are meant for its device: on a card, lanes in different samples load far apart. */
export function suitsInputGradRows(site: Site): boolean {
  const { software, subgroupSize } = site.device;
  const [, , , KW] = site.shape("weight");
  return software && subgroupSize >= 4 && KW <= MOST.taps && slidesByOne(site.attributes("conv2dInputGrad"));
}

/** How a row of all input maps is divided among invocations, by the shapes of `weight` and `dy`. */
function tilesOf(site: Site) {
  const [, C, , KW] = site.shape("weight");
  const [, , , Q] = site.shape("dy");
  const blocks = Math.ceil((Q + KW - 1) / 4);
  const segments = Math.ceil(blocks / MOST.blocks);
  const groups = Math.ceil(C / MOST.maps);
  const BLOCKS = Math.ceil(blocks / segments);
  const SEGMENTS = Math.ceil(blocks / BLOCKS);
  const GRADS = SEGMENTS === 1 ? Math.ceil(Q / 4) : BLOCKS;
  const tile = { MAPS: Math.ceil(C / groups), SEGMENTS, BLOCKS, GRADS, LAST: GRADS < BLOCKS ? GRADS : 0 };
  const { subgroupSize } = site.device;
  return { groups, tile: { ...tile, LANES: Math.max(8, subgroupSize), SUBGROUP: subgroupSize } };
}

export function inputGradRowsConstants(site: Site) {
  const attributes = site.attributes("conv2dInputGrad");
  const moves = convolutionMoves(site.shape("dx"), site.shape("weight"), site.shape("dy"), attributes);
  const { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT } = moves;
  return { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT, ...tilesOf(site).tile };
}

export function inputGradRowsWorkgroups(site: Site): readonly [number, number, number] {
  const [N, , H] = site.shape("dx");
  const { groups, tile } = tilesOf(site);
  return [Math.ceil(N / tile.LANES), H, groups * tile.SEGMENTS];
}

/** Loads of gradients and weights for every row of dy that meets a row of the kernel; `extra` for each element of dx. */
export function inputGradRowsEffort(site: Site, extra: number): Effort {
  const { N, H, M, KH, KW, P, Q, TOP, MAPS, SEGMENTS, BLOCKS, GRADS, LANES, SUBGROUP } = inputGradRowsConstants(site);
  const { groups } = tilesOf(site);
  const rows = Array.from({ length: H }, (_, h) => Math.min(h + TOP + 1, KH) - Math.max(h + TOP - P + 1, 0));
  const meetings = rows.reduce((sum, count) => sum + count, 0);
  const invocations = Math.ceil(N / LANES) * LANES * groups * SEGMENTS;
  const grads = SEGMENTS === 1 ? Q : 4 * (GRADS + 1);
  const taps = KW * (SUBGROUP < 8 && MAPS > 4 ? 2 : 1);
  return {
    loads: invocations * meetings * M * (grads + taps) + extra * site.size("dx"),
    registers: 4 * (MAPS * BLOCKS + GRADS) + 2 * KW,
  };
}
