import { erfc } from "../core/erf.ts";
import { usesTanh } from "../operations/gelu.ts";
import type { Page } from "./book.ts";
import { U, ULP } from "./bounds.ts";
import { type GateKind, gated, logisticGate } from "./gate.ts";

/** v(x) = 2√(2/π) · (x + 0.044715 x³), so that ½(1 + tanh(v/2)) = σ(v), and its derivative. */
export function tanhArgument(x: number): { v: number; dv: number } {
  const scale = 2 * Math.sqrt(2 / Math.PI);
  return { v: scale * (x + 0.044715 * x ** 3), dv: scale * (1 + 3 * 0.044715 * x ** 2) };
}

/** Φ(x) = ½ erfc(−x/√2) */
export function normalIntegral(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** φ(x) = e^(−x²/2) / √(2π) */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** y = x · Φ(x); or y = x · σ(v(x)) */
export const gelu: Page = {
  evaluate({ x }, { y }, attributes) {
    const isTanh = usesTanh(attributes);
    for (let i = 0; i < y.data.length; i++) {
      const value = x.data[i];
      y.data[i] = value * (isTanh ? 1 / (1 + Math.exp(-tanhArgument(value).v)) : normalIntegral(value));
    }
  },
  bound: gated((attributes) => geluGate(usesTanh(attributes))),
};

/** What kernels of gelu compute: see gate.ts. Both forms are steepest with 1.129 and bend most at 0, by √(2/π). */
export function geluGate(isTanh: boolean): GateKind {
  return { cutoff: 14, steepest: 1.13, curved: 0.798, at: isTanh ? tanhGate : normalGate };
}

// v in five roundings: two constants, and at most three operations on either of its terms after them. v' likewise; a·v' is one more.
function tanhGate(a: number) {
  const { v, dv } = tanhArgument(a);
  return logisticGate(a, v, dv, 5 * U * v, 5);
}

// h = φ·M with Mills' ratio M = Φ(−a)/φ(a), s = φ·(M − a). φ: exp within 3 + 2·a²/2 ULP, its argument rounded once, a constant and a
// product. M = N/D of positive terms: four steps above, five below, their coefficients, a division, 9e-9 that the fraction leaves off.
function normalGate(a: number) {
  const density = normalDensity(a);
  const mills = normalIntegral(-a) / density;
  const densityError = (3 + a * a) * ULP + ((a * a) / 2) * U + 2 * U;
  const millsError = 9 * U + 11 * U + 2.5 * ULP + 9e-9;
  const rest = Math.abs(mills - a);
  const slopeError = density * (rest * (densityError + 2 * U) + mills * millsError);
  const flushed = 2 ** -126 * (mills + a);
  return {
    share: density * mills,
    shareError: 1.01 * density * mills * (densityError + millsError + U) + flushed,
    slope: density * (mills - a),
    slopeError: 1.01 * slopeError + flushed,
  };
}
