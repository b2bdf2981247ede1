/**
 * The error function and its complement in float64:
 *
 *     erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt          erfc(x) = 1 − erf(x)
 *
 * Near 0 the series erf(x) = 2x/√π · e^(−x²) · Σ_k (2x²)^k / (1·3·5⋯(2k+1)), whose terms are all positive. Further out Laplace's
 * continued fraction erfc(x) = e^(−x²)/√π / (x + ½/(x + 1/(x + 3⁄2/(x + …)))), whose terms are positive too, so that the tail keeps its
 * digits down to the smallest numbers. Both are within about 2e-15, relative.
 */

/** Where the formula changes. */
const FAR = 1;
/** e^(−x²) with the rounding of x² made good: the upper half of x has an exact square. Beyond 28 it is below every float64. */
function gaussian(x: number): number {
  if (Math.abs(x) > 28) return 0;
  const upper = Math.fround(x);
  return Math.exp(-upper * upper) * Math.exp((upper - x) * (upper + x));
}

/** erf(x) for |x| < FAR. */
function series(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 2 ** -54; k++) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return ((2 * x) / Math.sqrt(Math.PI)) * gaussian(x) * sum;
}

/** erfc(x) for x ≥ FAR. Step k changes the result by about e^(−4x√(k/2)), so that these many settle the last bit. */
function fraction(x: number): number {
  let denominator = x;
  for (let k = 10 + Math.ceil(180 / (x * x)); k > 0; k--) denominator = x + k / 2 / denominator;
  return gaussian(x) / Math.sqrt(Math.PI) / denominator;
}

/** erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt */
export function erf(x: number): number {
  if (Math.abs(x) < FAR) return series(x);
  return x > 0 ? 1 - fraction(x) : fraction(-x) - 1;
}

/** erfc(x) = 1 − erf(x), with the digits of its own where it is small. */
export function erfc(x: number): number {
  if (Math.abs(x) < FAR) return 1 - series(x);
  return x > 0 ? fraction(x) : 2 - fraction(-x);
}
