import type { Page } from "./book.ts";
import { each, gamma, U, ULP } from "./bounds.ts";

/** loss[n] = Σ_f max(x, 0) − x·t + ln(1 + e^(−|x|)) */
export const binaryCrossEntropyWithLogits: Page = {
  evaluate({ x, target }, { loss }) {
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let i = n * F; i < (n + 1) * F; i++) {
        sum += Math.max(x.data[i], 0) - x.data[i] * target.data[i] + Math.log1p(Math.exp(-Math.abs(x.data[i])));
      }
      loss.data[n] = sum;
    }
  },
  // The kernel adds |x|·u, u = 1 − t where x > 0, else t, which is the same and cancels nothing: a subtraction and a product. The
  // logarithm of 1 + e from z = e/(2 + e) and a series of positive terms: the 3 + 2|x| ULP of e, and 9 units: an addition and a division
  // (6), a product, the series (1.5, for its later terms are small), 2e-9 that it leaves off. Then a sum of 2F terms, added in pairs. An
  // error of x moves the loss by at most max(|t|, |1 − t|) as much, one of t by |x|.
  bound({ inputs: { x, target }, errors, outputs: { loss } }) {
    const F = x.shape[1];
    return {
      loss: each(loss, (n) => {
        let bound = 0;
        for (let i = n * F; i < (n + 1) * F; i++) {
          const [a, t] = [Math.abs(x.data[i]), target.data[i]];
          const [error, tError] = [errors.x.data[i], errors.target.data[i]];
          const part = a * Math.abs(x.data[i] > 0 ? 1 - t : t);
          const logarithm = Math.log1p(Math.exp(-a));
          const input = error * (Math.max(Math.abs(t), Math.abs(1 - t)) + tError) + a * tError;
          const logarithmError = (logarithm + Math.min(error, 1)) * ((3 + 2 * (a + error)) * ULP + 9 * U);
          bound += input + gamma(F + 3) * (part + logarithm + input) + 1.01 * logarithmError;
        }
        return bound;
      }),
    };
  },
};
