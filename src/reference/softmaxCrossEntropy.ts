import type { Page } from "./book.ts";
import { each, gamma, U, ULP } from "./bounds.ts";
import { softmaxErrors } from "./softmax.ts";

/** loss[n] = ln Σ_f e^(x[n,f]) − x[n, label[n]], with the row's maximum subtracted */
export const softmaxCrossEntropy: Page = {
  evaluate({ x, label }, { loss }) {
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let max = -Infinity;
      for (let f = 0; f < F; f++) max = Math.max(max, x.data[n * F + f]);
      let sum = 0;
      for (let f = 0; f < F; f++) sum += Math.exp(x.data[n * F + f] - max);
      loss.data[n] = Math.log(sum) - (x.data[n * F + label.data[n]] - max);
    }
  },
  // The logarithm turns the sum's relative error into an absolute one and adds its own: 2⁻²¹ near 1, 3 ULP elsewhere. Then two
  // subtractions. An error of the input moves the loss by at most twice the greatest of its row.
  bound({ inputs: { x, label }, errors, outputs: { loss } }) {
    const F = x.shape[1];
    const rows = softmaxErrors(x);
    return {
      loss: each(loss, (n) => {
        const { max, sum, sumError } = rows[n];
        const distance = max - x.data[n * F + label.data[n]];
        const logarithm = Math.max(2 ** -21, 3 * ULP * Math.log(sum)) + sumError;
        const input = 2 * Math.max(...errors.x.data.subarray(n * F, (n + 1) * F));
        return input + logarithm + U * distance + gamma(1) * (Math.log(sum) + distance + logarithm);
      }),
    };
  },
};
