import { labelSmoothingOf } from "../operations/softmaxCrossEntropy.ts";
import type { Page } from "./book.ts";
import { each, gamma, U, ULP } from "./bounds.ts";
import { softmaxErrors } from "./softmaxErrors.ts";

/** loss[n] = ln Σ_f e^(x[n,f]) − Σ_f q[n,f]·x[n,f], q[n,f] = (1 − ε)·1{f = label[n]} + ε/F, with the row's maximum subtracted */
export const softmaxCrossEntropy: Page = {
  evaluate({ x, label }, { loss }, attributes) {
    const epsilon = labelSmoothingOf(attributes);
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let max = -Infinity;
      for (let f = 0; f < F; f++) max = Math.max(max, x.data[n * F + f]);
      let [sum, mean] = [0, 0];
      for (let f = 0; f < F; f++) {
        sum += Math.exp(x.data[n * F + f] - max);
        mean += (x.data[n * F + f] - max) / F;
      }
      loss.data[n] = Math.log(sum) - (1 - epsilon) * (x.data[n * F + label.data[n]] - max) - epsilon * mean;
    }
  },
  // The logarithm turns the sum's relative error into an absolute one and adds its own: 2⁻²¹ near 1, 3 ULP elsewhere. The distances to
  // the maximum are rounded; their weights 1 − ε and ε/F as well, the latter by a division within 2.5 ULP; then products and sums of what
  // is nowhere negative. An error of the input moves the loss by at most twice the greatest of its row.
  bound({ inputs: { x, label }, errors, outputs: { loss }, attributes }) {
    const epsilon = labelSmoothingOf(attributes);
    const F = x.shape[1];
    const rows = softmaxErrors(x);
    return {
      loss: each(loss, (n) => {
        const { max, sum, sumError } = rows[n];
        const row = Array.from(x.data.subarray(n * F, (n + 1) * F), Number);
        const distance = max - x.data[n * F + label.data[n]];
        const near = (1 - epsilon) * distance;
        const spread = (epsilon / F) * row.reduce((total, value) => total + (max - value), 0);
        const rounding = gamma(epsilon === 0 ? 1 : 3) * near + epsilon * U * distance + gamma(F + 8) * spread;
        const logarithm = Math.max(2 ** -21, 3 * ULP * Math.log(sum)) + sumError;
        const input = 2 * Math.max(...errors.x.data.subarray(n * F, (n + 1) * F));
        const error = logarithm + rounding;
        return input + error + gamma(epsilon === 0 ? 1 : 2) * (Math.log(sum) + near + spread + error);
      }),
    };
  },
};
