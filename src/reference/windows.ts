import type { Shape } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";
import { inside } from "../operations/spatial.ts";
import { countedOf, windowOf } from "../operations/window.ts";

/** One pooling window. */
export interface PoolingWindow {
  /** Its place in the flat array of pooled values. */
  readonly place: number;
  /** Place of its first cell in the flat array of the input, be it in the padding: cell (i, j) is at corner + i·W + j. */
  readonly corner: number;
  /** Its rows and columns inside the input, from the first to before the second. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  /** What a mean divides by. */
  readonly count: number;
}

/**
 * Every pooling window, in row-major order.
 *
 * @param x the input, [N, C, H, W]
 * @param y the pooled map, [N, C, P, Q]
 */
export function* windowsOf([N, C, H, W]: Shape, [, , P, Q]: Shape, attributes: Attributes): Generator<PoolingWindow> {
  const window = windowOf(attributes);
  const { kernel, stride, padding } = window;
  const counted = countedOf(window, [H, W]);
  const overlap = (from: number, length: number, [first, end]: readonly [number, number]) =>
    Math.min(from + length, end) - Math.max(from, first);
  for (let nc = 0; nc < N * C; nc++)
    for (let p = 0; p < P; p++)
      for (let q = 0; q < Q; q++) {
        const [top, left] = [p * stride[0] - padding[0], q * stride[1] - padding[2]];
        yield {
          place: (nc * P + p) * Q + q,
          corner: (nc * H + top) * W + left,
          rows: inside(kernel[0], top, 1, H),
          columns: inside(kernel[1], left, 1, W),
          count: overlap(p * stride[0], kernel[0], counted.rows) * overlap(q * stride[1], kernel[1], counted.columns),
        };
      }
}

/** Places of a window's cells inside the input, whose rows have W cells, row by row. */
export function cellsOf({ corner, rows, columns }: PoolingWindow, W: number): number[] {
  const cells = [];
  for (let i = rows[0]; i < rows[1]; i++) for (let j = columns[0]; j < columns[1]; j++) cells.push(corner + i * W + j);
  return cells;
}

/** Number of cells of a window. */
export function windowSize(attributes: Attributes): number {
  const { kernel } = windowOf(attributes);
  return kernel[0] * kernel[1];
}
