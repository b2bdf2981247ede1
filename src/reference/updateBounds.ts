/** Bounds that the updates of the weights share. All hold for every order of sums and products, fused or not. */
import type { ErrorContext } from "./book.ts";
import { gamma, TINY, U } from "./bounds.ts";

/** A sum at one place: its value, the absolute values of its terms, errors included, and the error it has from them alone. */
export interface Sum {
  readonly value: number;
  readonly size: number;
  readonly inherited: number;
}

/** g + λ·w at each place, and how often a term of it is rounded: λ, product and sum; not at all where λ is 0. */
export function decayedGradient({ inputs: { parameter: w, gradient: g }, errors, attributes }: ErrorContext): {
  readonly at: (i: number) => Sum;
  readonly roundings: number;
} {
  const { weightDecay: lambda = 0 } = attributes as { weightDecay?: number };
  return {
    roundings: lambda === 0 ? 0 : 3,
    at: (i) => {
      const inherited = errors.gradient.data[i] + lambda * errors.parameter.data[i];
      const size = Math.abs(g.data[i]) + lambda * Math.abs(w.data[i]) + inherited;
      return { value: g.data[i] + lambda * w.data[i], size, inherited };
    },
  };
}

/** The error of β·s + (1 − β)·g², from s, its error, and g. Constants, square, products and sum: four, and g's own twice. */
export function meanSquareError(beta: number, s: number, sError: number, g: Sum, roundings: number): number {
  const inherited = beta * sError + (1 - beta) * g.inherited * (2 * Math.abs(g.value) + g.inherited);
  const size = beta * (s + sError) + (1 - beta) * g.size ** 2;
  return inherited + gamma(4 + 2 * roundings) * size;
}

/**
 * The error of √s where s is off by `error`, the root itself not being rounded: |√(s ± e) − √s| ≤ e/(√s + √(s − e)), and ≤ √e. Squares
 * may have been flushed to zero.
 */
export function rootShift(s: number, error: number): number {
  const e = error + TINY;
  return Math.min(Math.sqrt(e), e / (Math.sqrt(s) + Math.sqrt(Math.max(s - e, 0))));
}

/** WGSL's sqrt is 1/inverseSqrt: 2 ULP and 2.5 ULP. */
export const ROOT = gamma(9);

/** The error of p/(√s + ε), p and s being off by `pError` and `sError`. WGSL divides within 2.5 ULP. */
export function overRootError(p: number, pError: number, s: number, sError: number, epsilon: number): number {
  const shift = rootShift(s, sError);
  const root = Math.sqrt(s);
  const below = root + epsilon;
  // ε is rounded, and so is the sum.
  const belowError = shift + ROOT * (root + shift) + gamma(2) * (below + shift);
  const least = Math.max(below - belowError, epsilon * (1 - gamma(2)));
  const quotient = Math.abs(p) / below;
  return (1 + gamma(5)) * ((pError + quotient * belowError) / least) + gamma(5) * quotient;
}

/** The error of w − change, `after` being its value: both are off, and the difference is rounded. */
export function differenceError(after: number, error: number, changeError: number): number {
  return (1 + U) * (error + changeError) + U * Math.abs(after);
}
