import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** loss[n] = Σ_f (target[n,f] − x[n,f])² */
export const squaredError: Page = {
  evaluate({ x, target }, { loss }) {
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let f = 0; f < F; f++) sum += (target.data[n * F + f] - x.data[n * F + f]) ** 2;
      loss.data[n] = sum;
    }
  },
  bound({ inputs: { x, target }, errors, outputs: { loss } }) {
    const F = x.shape[1];
    return {
      loss: each(loss, (n) => {
        let bound = 0;
        for (let i = n * F; i < (n + 1) * F; i++) {
          const difference = Math.abs(target.data[i] - x.data[i]);
          const error = errors.x.data[i] + errors.target.data[i];
          bound += gamma(F + 2) * (difference + error) ** 2 + 2 * difference * error + error ** 2;
        }
        return bound;
      }),
    };
  },
};
