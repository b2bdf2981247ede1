/** e^x_f / Σ e^x, the maximum subtracted first: probabilities from a cross-entropy network's outputs. */
export function softmax(x: ArrayLike<number>): number[] {
  const values = Array.from(x);
  const max = Math.max(...values);
  const terms = values.map((value) => Math.exp(value - max));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}
