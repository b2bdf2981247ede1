import type { Page } from "./book.ts";
import { each, gamma, ULP } from "./bounds.ts";
import { softmaxErrors } from "./softmax.ts";

/** dx[n,f] = (softmax(x[n])[f] − 1{f = label[n]}) / N */
export const softmaxCrossEntropyGrad: Page = {
  evaluate({ x, label }, { dx }) {
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let max = -Infinity;
      for (let f = 0; f < F; f++) max = Math.max(max, x.data[n * F + f]);
      let sum = 0;
      for (let f = 0; f < F; f++) sum += Math.exp(x.data[n * F + f] - max);
      for (let f = 0; f < F; f++) {
        const p = Math.exp(x.data[n * F + f] - max) / sum;
        dx.data[n * F + f] = (p - (f === label.data[n] ? 1 : 0)) / N;
      }
    }
  },
  // p = term / sum with a division within 2.5 ULP; the subtraction and the division by N round the result. An error δ of the row's
  // inputs changes p by at most p·(e^(2δ) − 1).
  bound({ inputs: { x }, errors, outputs: { dx } }) {
    const [N, F] = x.shape;
    const rows = softmaxErrors(x);
    return {
      dx: each(dx, (i) => {
        const n = Math.floor(i / F);
        const { max, sum, sumError, termErrors } = rows[n];
        const p = Math.exp(x.data[i] - max) / sum;
        const input = Math.expm1(2 * Math.max(...errors.x.data.subarray(n * F, (n + 1) * F)));
        const error = 1.01 * p * (termErrors[i % F] + sumError + 2.5 * ULP + input);
        return error / N + gamma(6) * (Math.abs(dx.data[i]) + error / N);
      }),
    };
  },
};
