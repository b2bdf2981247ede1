/** ⊛ on short lists and small pictures, computed by the reference; and what each value of it is the sum of. */
import { convolutionOffset, convolve as definition, type Form } from "../../operations/convolve.ts";
import type { Size2d } from "../../operations/spatial.ts";
import { convolve as reference } from "../../reference/convolve.ts";

/** Numbers row by row; a signal is a picture of one row. */
export interface Grid {
  readonly shape: Size2d;
  readonly data: Float64Array;
}

export const signal = (values: readonly number[]): Grid => ({
  shape: [1, values.length],
  data: Float64Array.from(values),
});

/**
 * x ⊛ g, the kernel flipped; or, unflipped, the cross-correlation x ⋆ g.
 *
 * @throws ShapeError where the kernel of a valid convolution does not fit
 */
export function convolved(x: Grid, g: Grid, form: Form = "full", isFlipped = true): Grid {
  const kernel = isFlipped ? g : turned(g);
  const { y } = definition.shapes({ x: x.shape, g: g.shape }, { form });
  const shape = y as unknown as Size2d;
  const result = { shape, data: new Float64Array(shape[0] * shape[1]) };
  reference.evaluate({ x, g: kernel }, { y: result }, { form });
  return result;
}

/** By half a turn: rows and columns in reverse. */
export function turned({ shape, data }: Grid): Grid {
  return { shape, data: data.toReversed() };
}

/** k, k ⊛ k, … k^⊛n, in full. */
export function powers(k: Grid, n: number): readonly Grid[] {
  const all = [k];
  while (all.length < n) all.push(convolved(all.at(-1)!, k));
  return all;
}

/** A product that goes into a value of x ⊛ g: from the place in x where the kernel's element lies, which may be beyond its ends. */
export interface Product {
  readonly row: number;
  readonly column: number;
  readonly x: number;
  /** The element of the kernel that lies there, and its place in the kernel as it was written. */
  readonly g: number;
  readonly at: readonly [row: number, column: number];
  readonly value: number;
  /** Beyond an end of x: it is 0 there or, in the circular form, comes round from the other. */
  readonly isBeyond: boolean;
}

/** What the value at (p, q) of a form is the sum of. */
export function productsAt(x: Grid, g: Grid, form: Form, [p, q]: Size2d, isFlipped = true): readonly Product[] {
  const [[H, W], [h, w]] = [x.shape, g.shape];
  const [top, left] = convolutionOffset(form, g.shape);
  const products: Product[] = [];
  for (let i = 0; i < h; i++)
    for (let j = 0; j < w; j++) {
      const [row, column] = [p + top - i, q + left - j];
      const isBeyond = row < 0 || row >= H || column < 0 || column >= W;
      const [r, c] = [((row % H) + H) % H, ((column % W) + W) % W];
      const own = isBeyond && form !== "circular" ? 0 : x.data[r * W + c];
      const at = isFlipped ? ([i, j] as const) : ([h - 1 - i, w - 1 - j] as const);
      const weight = g.data[at[0] * w + at[1]];
      products.push({ row, column, x: own, g: weight, at, value: own * weight, isBeyond });
    }
  // As they lie, from left to right.
  return products.toSorted((a, b) => a.row - b.row || a.column - b.column);
}

/** Mean and variance of the places of a list, each weighted by its value over their sum; undefined unless they are weights. */
export function momentsOf({ data }: Grid): { readonly mean: number; readonly variance: number } | undefined {
  const total = data.reduce((sum, value) => sum + value, 0);
  if (!(total > 0) || !Number.isFinite(total) || data.some((value) => value < 0)) return undefined;
  const mean = data.reduce((sum, value, place) => sum + place * value, 0) / total;
  const variance = data.reduce((sum, value, place) => sum + (place - mean) ** 2 * value, 0) / total;
  return { mean, variance };
}

/** The normal curve. */
export function bell(x: number, mean: number, variance: number): number {
  return Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}
