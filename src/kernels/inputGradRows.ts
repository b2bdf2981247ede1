/** What the kernels that compute a convolution's input gradient row by row have in common. */
import type { Shape } from "../core/shape.ts";
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

/** How a row of all input maps is divided among invocations, by the shape of `weight` and Q, the columns of the output's gradient. */
function tilesOf(site: Site, Q: number) {
  const [, C, , KW] = site.shape("weight");
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

/** Sizes of the convolution and of the tiles; `dy` is the shape of the gradient of its output. */
export function inputGradRowsConstants(site: Site, dy: Shape) {
  const attributes = site.attributes("conv2dInputGrad");
  const moves = convolutionMoves(site.shape("dx"), site.shape("weight"), dy, attributes);
  const { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT } = moves;
  return { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT, ...tilesOf(site, Q).tile };
}

export function inputGradRowsWorkgroups(site: Site, dy: Shape): readonly [number, number, number] {
  const [N, , H] = site.shape("dx");
  const { groups, tile } = tilesOf(site, dy[3]);
  return [Math.ceil(N / tile.LANES), H, groups * tile.SEGMENTS];
}

/**
 * Loads of weights for every row of dy that meets a row of the kernel, and of gradients.
 *
 * @param seen of the rows of dy from the first up to the last, how many are loaded for each column
 */
export function inputGradRowsEffort(
  site: Site,
  dy: Shape,
  seen = (first: number, last: number) => last - first + 1,
): Effort {
  const constants = inputGradRowsConstants(site, dy);
  const { N, H, M, KH, KW, P, Q, TOP, MAPS, SEGMENTS, BLOCKS, GRADS, LANES, SUBGROUP } = constants;
  const { groups } = tilesOf(site, Q);
  // Row h of dx meets these rows of dy.
  const met = Array.from({ length: H }, (_, h) => [Math.max(h + TOP - KH + 1, 0), Math.min(h + TOP, P - 1)] as const);
  const weights = met.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const gradients = met.reduce((sum, [first, last]) => sum + seen(first, last), 0);
  const invocations = Math.ceil(N / LANES) * LANES * groups * SEGMENTS;
  const grads = SEGMENTS === 1 ? Q : 4 * (GRADS + 1);
  const taps = KW * (SUBGROUP < 8 && MAPS > 4 ? 2 : 1);
  return {
    loads: invocations * M * (weights * taps + gradients * grads),
    registers: 4 * (MAPS * BLOCKS + GRADS) + 2 * KW,
  };
}
