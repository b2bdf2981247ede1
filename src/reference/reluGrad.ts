import type { Page } from "./book.ts";
import { each } from "./bounds.ts";

/** dx = dy where y > 0, else 0 */
export const reluGrad: Page = {
  evaluate({ dy, y }, { dx }) {
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = y.data[i] > 0 ? dy.data[i] : 0;
  },
  // Where the error of y reaches over 0 the gradient may be let through or stopped: all of it may be wrong.
  bound: ({ inputs: { dy, y }, errors, outputs: { dx } }) => ({
    dx: each(dx, (i) => {
      const isOpen = errors.y.data[i] > 0 && Math.abs(y.data[i]) <= errors.y.data[i];
      return isOpen ? Math.abs(dy.data[i]) + errors.dy.data[i] : y.data[i] > 0 ? errors.dy.data[i] : 0;
    }),
  }),
};
