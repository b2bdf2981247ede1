/** Words for maps of pixels, which convolution and pooling share. */
import { ShapeError } from "../core/errors.ts";
import type { Field } from "../core/fields.ts";

/** Height and width. */
export type Size2d = readonly [number, number];

/** Rows above and below a map, columns left and right of it. */
export type Padding2d = readonly [top: number, bottom: number, left: number, right: number];

/** Height and width with the padding. */
export function padded([H, W]: Size2d, [top, bottom, left, right]: Padding2d): Size2d {
  return [top + H + bottom, left + W + right];
}

/** As people write it: `5×3`. */
export function formatSize([height, width]: Size2d): string {
  return `${height}×${width}`;
}

/** The k of 0 … count − 1 for which start + k·step is one of an axis's `size` places: all from the first to before the second. */
export function inside(count: number, start: number, step: number, size: number): readonly [from: number, to: number] {
  return [Math.max(0, Math.ceil(-start / step)), Math.min(count, Math.floor((size - 1 - start) / step) + 1)];
}

/** What an override constant of a shader may be. */
const MOST = 2 ** 31 - 1;

/** A list of whole numbers, one for each of `axes`, of at least `least`. @throws ShapeError where it is none */
export function whole(axes: string, least: 0 | 1): Field<readonly number[]> {
  const count = axes.split(", ").length;
  const isWhole = (entry: unknown) => Number.isSafeInteger(entry) && (entry as number) >= least;
  return (op, name, value) => {
    const isList = Array.isArray(value) && value.length === count && value.every(isWhole);
    if (isList && value.every((entry) => entry <= MOST)) return value;
    const limit = isList ? `from ${least} to ${MOST}` : `of at least ${least}`;
    throw new ShapeError(
      `${op}: ${name} is ${JSON.stringify(value)}; [${axes}] was expected, whole numbers ${limit}. Change it.`,
    );
  };
}
