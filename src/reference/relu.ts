import type { Page } from "./book.ts";
import { each } from "./bounds.ts";

/** y = max(x, 0) */
export const relu: Page = {
  evaluate({ x }, { y }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.max(x.data[i], 0);
  },
  bound: ({ errors, outputs: { y } }) => ({ y: each(y, (i) => errors.x.data[i]) }),
};
