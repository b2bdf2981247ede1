/** What the kernels that compute a convolution tile by tile have in common. */
import type { Shape } from "../core/shape.ts";
import { convolutionMoves } from "./constants.ts";
import type { Effort, Site } from "./kernel.ts";
import { slidesByOne } from "./tiling.ts";

/** Most maps and columns of a tile, and taps in a row, that lib/convolutionTile.wgsl is written for. */
const MOST = { maps: 8, columns: 12, taps: 5 };

/** Invocations of a workgroup: few, so that a single sample too occupies several threads. */
const LANES = 32;

/** Rows of a tile. */
const ROWS = 2;

/** Whether the kernels can do this site, and are meant for its device: a card has not registers enough for such tiles. */
export function suitsConvolutionTile(site: Site): boolean {
  const { software, subgroupSize } = site.device;
  const [, , , KW] = site.shape("weight");
  const fits = subgroupSize >= 4 && LANES % subgroupSize === 0 && KW <= MOST.taps;
  return software && fits && slidesByOne(site.attributes("conv2d"));
}

/**
 * Constants of such a kernel.
 *
 * @param convolved shape of the convolution's output [N, M, P, Q]
 * @param group number of neighbouring columns that have to be in one tile; others than whole groups are not computed
 */
export function convolutionTileConstants(site: Site, convolved: Shape, group: number) {
  const moves = convolutionMoves(site.shape("x"), site.shape("weight"), convolved, site.attributes("conv2d"));
  const { N, C, H, W, M, KH, KW, P, Q, TOP, LEFT } = moves;
  const groups = Math.floor(Q / group);
  const COLUMNS = group * Math.ceil(groups / Math.ceil((group * groups) / MOST.columns));
  return {
    ...{ N, C, H, W, M, KH, KW, P, Q, TOP, LEFT, COLUMNS, LANES },
    MAPS: Math.ceil(M / Math.ceil(M / MOST.maps)),
    STRIPS: Math.ceil((group * groups) / COLUMNS),
    SUBGROUP: site.device.subgroupSize,
  };
}

type Constants = ReturnType<typeof convolutionTileConstants>;

/** @param rows number of rows of tiles in a map */
export function convolutionTileWorkgroups({ N, M, MAPS, STRIPS }: Constants, rows: number) {
  return [Math.ceil((N * rows * STRIPS) / LANES), Math.ceil(M / MAPS), 1] as const;
}

/** Each input row that a tile sees is loaded once, each weight by one lane of a subgroup, the bias once for each map. */
export function convolutionTileEffort(constants: Constants, rows: number): Effort {
  const { C, KH, KW, MAPS, COLUMNS, SUBGROUP } = constants;
  const [groups, layers] = convolutionTileWorkgroups(constants, rows);
  const width = COLUMNS + KW - 1;
  const taps = KH * KW * (SUBGROUP < 8 && MAPS > 4 ? 2 : 1);
  return {
    loads: groups * layers * LANES * (C * ((KH + ROWS - 1) * width + taps) + MAPS),
    uniform: groups * layers * LANES * MAPS,
    registers: ROWS * (MAPS * COLUMNS + width) + 2 * KW,
  };
}
