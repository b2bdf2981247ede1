import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** dx = dy · σ', with σ' = y · (1 − y) */
export const sigmoidGrad: Page = {
  evaluate({ dy, y }, { dx }) {
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i] * (y.data[i] * (1 - y.data[i]));
  },
  bound: ({ inputs: { dy, y }, errors, outputs: { dx } }) => ({
    dx: each(dx, (i) => {
      const g = Math.abs(dy.data[i]);
      const { data: dyError } = errors.dy;
      const { data: yError } = errors.y;
      const slope = Math.abs(y.data[i] * (1 - y.data[i]));
      const slopeError = yError[i] * (Math.abs(1 - 2 * y.data[i]) + yError[i]);
      return gamma(3) * (g + dyError[i]) * (slope + slopeError) + dyError[i] * slope + (g + dyError[i]) * slopeError;
    }),
  }),
};
