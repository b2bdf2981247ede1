import { gamma, U, ULP } from "./bounds.ts";

/** A number on its way through f32: its float64 value, and a bound on how far the f32 one is from it. */
export interface Rounded {
  readonly value: number;
  readonly error: number;
}

const size = ({ value, error }: Rounded) => Math.abs(value) + error;

/** A constant that is rounded once, from float64. */
export function constant(value: number): Rounded {
  return { value, error: U * Math.abs(value) };
}

/** Their sum, in any order, its n − 1 additions rounded or fused with products: γ_(n−1) · Σ|terms|. */
export function sum(...terms: readonly Rounded[]): Rounded {
  const magnitude = terms.reduce((total, term) => total + size(term), 0);
  const error = terms.reduce((total, term) => total + term.error, 0);
  return {
    value: terms.reduce((total, term) => total + term.value, 0),
    error: error + gamma(terms.length - 1) * magnitude,
  };
}

export function negative({ value, error }: Rounded): Rounded {
  return { value: -value, error };
}

/** Their product, from left to right, each multiplication rounded. */
export function product(...factors: readonly Rounded[]): Rounded {
  return factors.reduce((a, b) => ({
    value: a.value * b.value,
    error: Math.abs(a.value) * b.error + a.error * size(b) + U * size(a) * size(b),
  }));
}

/** a/b, which WGSL grants 2.5 ULP. */
export function quotient(a: Rounded, b: Rounded): Rounded {
  const value = a.value / b.value;
  const error = (a.error + Math.abs(value) * b.error) / (Math.abs(b.value) - b.error);
  return { value, error: error + 2.5 * ULP * (Math.abs(value) + error) };
}
