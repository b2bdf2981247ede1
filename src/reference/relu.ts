import type { Page } from "./book.ts";

/** y = max(x, 0) */
export const relu: Page = {
  evaluate({ x }, { y }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.max(x.data[i], 0);
  },
  // What is below 0 by more than its error gives 0 exactly.
  bound: ({ inputs: { x }, errors }) => ({
    y: Float64Array.from(errors.x.data, (error, i) => (x.data[i] <= -error ? 0 : error)),
  }),
};
