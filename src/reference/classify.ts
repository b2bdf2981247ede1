import { thresholdOf } from "../operations/classify.ts";
import type { Page } from "./book.ts";

/** prediction[n] = argmax_f x[n,f], the first of equals; 1{x[n,0] ≥ threshold} where F = 1 */
export const classify: Page = {
  evaluate({ x }, { prediction }, attributes) {
    const threshold = thresholdOf(attributes);
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let best = 0;
      for (let f = 1; f < F; f++) if (x.data[n * F + f] > x.data[n * F + best]) best = f;
      prediction.data[n] = F === 1 ? Number(x.data[n] >= threshold) : best;
    }
  },
  // Where another output comes as near to the greatest as the errors of both reach, every class is allowed.
  bound({ inputs: { x }, errors, outputs: { prediction }, attributes }) {
    const threshold = thresholdOf(attributes);
    const [N, F] = x.shape;
    const open = new Float64Array(N);
    for (let n = 0; n < N; n++) {
      const winner = n * F + prediction.data[n];
      for (let f = n * F; f < (n + 1) * F; f++) {
        const [distance, error] =
          F === 1
            ? [Math.abs(x.data[n] - threshold), errors.x.data[n]]
            : [x.data[winner] - x.data[f], errors.x.data[winner] + errors.x.data[f]];
        if ((F === 1 || f !== winner) && error > 0 && distance <= error) open[n] = Math.max(1, F - 1);
      }
    }
    return { prediction: open };
  },
};
