/**
 * Bounds for the activations of the form y = x·g(x) in which g(x) + g(−x) = 1: gelu and silu. With a = |x| and h = g(−a), the share that
 * the negative side lets through, they and their derivatives are
 *
 *     y = max(x, 0) − a·h          y'(−a) = s, y'(a) = 1 − s, where s = h − a·h'
 *
 * which the kernels compute: h and s are small where they are subtracted, and keep their digits where they stand alone.
 */
import type { ErrorBound } from "./book.ts";
import { each, U, ULP } from "./bounds.ts";

/** What a kernel computes at a = |x|, with the absolute error of each. */
export interface Gate {
  /** h = g(−a) */
  readonly share: number;
  readonly shareError: number;
  /** s, the derivative of y at −a. */
  readonly slope: number;
  readonly slopeError: number;
}

/** A gate, and what is known of y = x·g(x) everywhere. */
export interface GateKind {
  /** From here on h and s are taken as 0: what that leaves off is less than what is allowed for flushing. */
  readonly cutoff: number;
  /** Greatest |y'| and |y''|. */
  readonly steepest: number;
  readonly curved: number;
  readonly at: (a: number) => Gate;
}

/** What e^(−v) becomes where it is below the least normal number of f32, 2⁻¹²⁶: nothing; with what it is divided by and multiplied with. */
const FLUSHED = 2 ** -124;

/**
 * The gate h = σ(−v(a)) = e/(1 + e), e = e^(−v), whose s is h·(1 − r) with r = a·v'·w, w = 1/(1 + e).
 *
 * @param vError absolute error of v
 * @param steps roundings in a·v', relative
 */
export function logisticGate(a: number, v: number, dv: number, vError: number, steps: number): Gate {
  const e = Math.exp(-v);
  const w = 1 / (1 + e);
  const share = e * w;
  // exp within 3 + 2v ULP, a rounded addition, a division within 2.5 ULP.
  const eError = (3 + 2 * v) * ULP + vError;
  const shareError = eError + U + 2.5 * ULP;
  const wError = share * eError + U + 2.5 * ULP;
  const r = a * dv * w;
  const rError = r * (wError + (steps + 1) * U);
  const rest = Math.abs(1 - r);
  return {
    share,
    shareError: 1.01 * share * shareError + FLUSHED,
    slope: share * (1 - r),
    slopeError: 1.01 * share * (rest * (shareError + 2 * U) + rError) + FLUSHED * (1 + r),
  };
}

/** |y(x + d) − y(x)| for |d| ≤ error. */
function moved({ steepest, curved }: GateKind, slope: number, error: number): number {
  return Math.min(steepest * error, Math.abs(slope) * error + (curved / 2) * error * error);
}

/** The bound on y = x·g(x). */
export function gated(kindOf: (attributes: Readonly<Record<string, unknown>>) => GateKind): ErrorBound {
  return ({ inputs: { x }, errors, outputs: { y }, attributes }) => {
    const kind = kindOf(attributes);
    return {
      y: each(y, (i) => {
        const a = Math.min(Math.abs(x.data[i]), kind.cutoff);
        const { share, shareError, slope } = kind.at(a);
        const input = moved(kind, x.data[i] < 0 ? slope : 1 - slope, errors.x.data[i]);
        // The product and the subtraction round.
        return input + 1.01 * (a * shareError + U * (a * share + Math.abs(y.data[i]) + input));
      }),
    };
  };
}

/** The bound on dx = dy · (x·g(x))'. */
export function gatedGrad(kindOf: (attributes: Readonly<Record<string, unknown>>) => GateKind): ErrorBound {
  return ({ inputs: { dy, x }, errors, outputs: { dx }, attributes }) => {
    const kind = kindOf(attributes);
    return {
      dx: each(dx, (i) => {
        const [g, gError] = [Math.abs(dy.data[i]), errors.dy.data[i]];
        const { slope: s, slopeError: sError } = kind.at(Math.min(Math.abs(x.data[i]), kind.cutoff));
        const slope = Math.abs(x.data[i] < 0 ? s : 1 - s);
        // No two slopes are further apart than twice the steepest.
        const input = Math.min(kind.curved * errors.x.data[i], 2 * kind.steepest);
        const slopeError = input + 1.01 * (sError + U * (slope + input));
        return gError * slope + (g + gError) * (slopeError + 1.01 * U * (slope + slopeError));
      }),
    };
  };
}
