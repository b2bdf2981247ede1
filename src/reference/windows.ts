import type { Shape } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";
import { inside } from "../operations/spatial.ts";
import { countedOf, windowOf } from "../operations/window.ts";

/** One pooling window, the same in every map. */
export interface PoolingWindow {
  /** Its rows and columns inside the input, from the first to before the second. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  /** What a mean divides by. */
  readonly count: number;
}

/**
 * Where a window is in one of the maps.
 *
 * @param place its place in the flat array of pooled values
 * @param corner place of its first cell in the flat array of the input, be it in the padding: cell (i, j) is at corner + i·W + j
 */
type Visit = (place: number, corner: number, window: PoolingWindow) => void;

/**
 * Every pooling window of every map, in row-major order.
 *
 * @param x the input, [N, C, H, W]
 * @param y the pooled map, [N, C, P, Q]
 */
export function eachWindow([N, C, H, W]: Shape, [, , P, Q]: Shape, attributes: Attributes, visit: Visit): void {
  const window = windowOf(attributes);
  const { kernel, stride, padding } = window;
  const counted = countedOf(window, [H, W]);
  const overlap = (from: number, length: number, [first, end]: readonly [number, number]) =>
    Math.min(from + length, end) - Math.max(from, first);
  const windows = Array.from({ length: P * Q }, (_, place) => {
    const [top, left] = [Math.floor(place / Q) * stride[0], (place % Q) * stride[1]];
    return {
      corner: (top - padding[0]) * W + left - padding[2],
      rows: inside(kernel[0], top - padding[0], 1, H),
      columns: inside(kernel[1], left - padding[2], 1, W),
      count: overlap(top, kernel[0], counted.rows) * overlap(left, kernel[1], counted.columns),
    };
  });
  for (let nc = 0; nc < N * C; nc++)
    for (let place = 0; place < P * Q; place++) {
      visit(nc * P * Q + place, nc * H * W + windows[place].corner, windows[place]);
    }
}

/** Places of a window's cells inside the input, whose rows have W cells, row by row. */
export function cellsOf(corner: number, { rows, columns }: PoolingWindow, W: number): number[] {
  const cells = [];
  for (let i = rows[0]; i < rows[1]; i++) for (let j = columns[0]; j < columns[1]; j++) cells.push(corner + i * W + j);
  return cells;
}

/** Number of cells of a window. */
export function windowSize(attributes: Attributes): number {
  const { kernel } = windowOf(attributes);
  return kernel[0] * kernel[1];
}
