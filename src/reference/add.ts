import type { Page } from "./book.ts";
import { each, U } from "./bounds.ts";

/** y = a + b */
export const add: Page = {
  evaluate({ a, b }, { y }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] + b.data[i];
  },
  // One rounding, of a sum that may itself be off by what its terms are.
  bound: ({ errors: { a, b }, outputs: { y } }) => ({
    y: each(y, (i) => {
      const error = a.data[i] + b.data[i];
      return error + U * (Math.abs(y.data[i]) + error);
    }),
  }),
};
