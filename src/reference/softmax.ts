import type { Page } from "./book.ts";
import { each, gamma, ULP } from "./bounds.ts";
import { softmaxErrors } from "./softmaxErrors.ts";

/** y[n,f] = e^(x[n,f] − max) / Σ_k e^(x[n,k] − max), max the row's greatest */
export const softmax: Page = {
  evaluate({ x }, { y }) {
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let max = -Infinity;
      for (let f = 0; f < F; f++) max = Math.max(max, x.data[n * F + f]);
      let sum = 0;
      for (let f = 0; f < F; f++) sum += Math.exp(x.data[n * F + f] - max);
      for (let f = 0; f < F; f++) y.data[n * F + f] = Math.exp(x.data[n * F + f] - max) / sum;
    }
  },
  // Term and sum, then a division within 2.5 ULP. Where the row's inputs are off by at most δ, y lies between y·e^(−2δ) and y·e^(2δ), and
  // below 1: seen from its logarithm, for y itself may be nothing where δ is large.
  bound({ inputs: { x }, errors, outputs: { y } }) {
    const F = x.shape[1];
    const rows = softmaxErrors(x);
    return {
      y: each(y, (i) => {
        const n = Math.floor(i / F);
        const { max, sum, sumError, termErrors } = rows[n];
        const error = 2 * Math.max(...errors.x.data.subarray(n * F, (n + 1) * F));
        const highest = Math.exp(Math.min(0, x.data[i] - max - Math.log(sum) + error));
        const input = Math.max(highest - y.data[i], -y.data[i] * Math.expm1(-error), 0);
        return input + 1.01 * (y.data[i] + input) * (termErrors[i % F] + sumError + 2.5 * ULP) + gamma(1) * input;
      }),
    };
  },
};
