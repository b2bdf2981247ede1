import { labelSmoothingOf } from "../operations/softmaxCrossEntropy.ts";
import type { Page } from "./book.ts";
import { each, gamma, U, ULP } from "./bounds.ts";
import { softmaxErrors } from "./softmaxErrors.ts";

/** dx[n,f] = (softmax(x[n])[f] − q[n,f]) / N, q[n,f] = (1 − ε)·1{f = label[n]} + ε/F */
export const softmaxCrossEntropyGrad: Page = {
  evaluate({ x, label }, { dx }, attributes) {
    const epsilon = labelSmoothingOf(attributes);
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let max = -Infinity;
      for (let f = 0; f < F; f++) max = Math.max(max, x.data[n * F + f]);
      let sum = 0;
      for (let f = 0; f < F; f++) sum += Math.exp(x.data[n * F + f] - max);
      for (let f = 0; f < F; f++) {
        const p = Math.exp(x.data[n * F + f] - max) / sum;
        dx.data[n * F + f] = (p - (f === label.data[n] ? 1 - epsilon : 0) - epsilon / F) / N;
      }
    }
  },
  // p = term / sum with a division within 2.5 ULP; the subtraction and the division by N round the result. An error δ of the row's
  // inputs changes p by at most p·(e^(2δ) − 1). Without smoothing q is exact; else ε is rounded, ε/F divided, 1 − ε and their sum rounded.
  bound({ inputs: { x, label }, errors, outputs: { dx }, attributes }) {
    const epsilon = labelSmoothingOf(attributes);
    const [N, F] = x.shape;
    const rows = softmaxErrors(x);
    return {
      dx: each(dx, (i) => {
        const n = Math.floor(i / F);
        const { max, sum, sumError, termErrors } = rows[n];
        const p = Math.exp(x.data[i] - max) / sum;
        const input = Math.expm1(2 * Math.max(...errors.x.data.subarray(n * F, (n + 1) * F)));
        const isLabel = i % F === label.data[n];
        const q = (isLabel ? 1 - epsilon : 0) + epsilon / F;
        const qError = epsilon === 0 ? 0 : gamma(8) * q + (isLabel ? epsilon * U : 0);
        const error = 1.01 * p * (termErrors[i % F] + sumError + 2.5 * ULP + input) + qError;
        return error / N + gamma(6) * (Math.abs(dx.data[i]) + error / N);
      }),
    };
  },
};
