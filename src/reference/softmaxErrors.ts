import type { NdArray } from "./book.ts";
import { gamma, U, ULP } from "./bounds.ts";

/** What the bound of anything with a softmax in it starts from, for one row of x. */
interface SoftmaxErrors {
  readonly max: number;
  /** Σ_f e^(x[f] − max), at least 1. */
  readonly sum: number;
  /** Relative error of the sum, in f32. */
  readonly sumError: number;
  /** Relative error of each e^(x[f] − max). */
  readonly termErrors: readonly number[];
}

/**
 * The errors of a softmax's numerators and denominator. d = x − max is rounded once (relative u, so e^d moves by |d|·u), and WGSL
 * grants exp 3 + 2|d| ULP; the terms are positive, so the sum's relative error is that of its terms, weighted, plus γ_F.
 */
export function softmaxErrors(x: NdArray): SoftmaxErrors[] {
  const [N, F] = x.shape;
  return Array.from({ length: N }, (_, n) => {
    const row = Array.from(x.data.subarray(n * F, (n + 1) * F), Number);
    const max = Math.max(...row);
    const termErrors = row.map((value) => (3 + 2 * (max - value)) * ULP + (max - value) * U);
    const terms = row.map((value) => Math.exp(value - max));
    const sum = terms.reduce((total, term) => total + term, 0);
    const weighted = terms.reduce((total, term, f) => total + term * termErrors[f], 0) / sum;
    return { max, sum, sumError: weighted + gamma(F) * (1 + weighted), termErrors };
  });
}
