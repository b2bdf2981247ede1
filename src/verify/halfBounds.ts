/** What keeping a tensor as f16 does to its values, and to how far they may be off. */
import { GREATEST_HALF, LEAST_HALF, roundHalf } from "../core/half.ts";

/** The distance of neighbouring halves as a share of the greater, at most. */
const SPACING = 2 ** -10;

/**
 * How far an element may be from the reference once it is stored: as far as before and by the distance of two neighbours more, since WGSL
 * leaves it open to which of the two a number is rounded. That of one that is right and is a half itself by nothing. Infinite,
 * which no check passes, where the number may be too large for a half. That subnormal halves become 0, which WGSL would
 * allow too, is not: gradients would be lost.
 */
function storedBound(expected: number, bound: number, factor: number): number {
  if (bound === 0 && roundHalf(expected, factor) === expected) return 0;
  const size = (Math.abs(expected) + bound) * factor;
  if (!(size <= GREATEST_HALF)) return Number.POSITIVE_INFINITY;
  return bound + Math.max(SPACING * size, LEAST_HALF) / factor;
}

/** The bounds of a tensor that is kept as f16, times a factor; those that it has anyhow where it is not. */
export function storedBounds(
  expected: ArrayLike<number>,
  bounds: ArrayLike<number>,
  factor: number | undefined,
): ArrayLike<number> {
  if (factor === undefined) return bounds;
  return Float64Array.from(expected, (value, i) => storedBound(value, bounds[i], factor));
}

/**
 * Values for a tensor such as it can hold. Where it is kept as f16 times a factor above 1 it is the gradient of a mean over about that
 * many: they are made as small as such are, by a power of two, and rounded.
 */
export function storable<T extends Float32Array | Uint32Array | Uint8Array>(values: T, factor: number | undefined): T {
  if (factor === undefined) return values;
  return values.map((value) => roundHalf(value / factor, factor)) as T;
}
