import type { Page } from "./book.ts";
import { exact } from "./bounds.ts";

/** target[n,f] = 1 if f = label[n], else 0; target[n,0] = label[n] where F = 1 */
export const oneHot: Page = {
  evaluate({ label }, { target }) {
    const [N, F] = target.shape;
    target.data.fill(0);
    for (let n = 0; n < N; n++) {
      if (F === 1) target.data[n] = label.data[n];
      else target.data[n * F + label.data[n]] = 1;
    }
  },
  bound: exact,
};
