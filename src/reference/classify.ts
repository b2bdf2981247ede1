import type { Page } from "./book.ts";
import { exact } from "./bounds.ts";

/** prediction[n] = argmax_f x[n,f], the first of equals; 1{x[n,0] ≥ ½} where F = 1 */
export const classify: Page = {
  evaluate({ x }, { prediction }) {
    const [N, F] = x.shape;
    for (let n = 0; n < N; n++) {
      let best = 0;
      for (let f = 1; f < F; f++) if (x.data[n * F + f] > x.data[n * F + best]) best = f;
      prediction.data[n] = F === 1 ? Number(x.data[n] >= 0.5) : best;
    }
  },
  bound: exact,
};
