import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** dx = dy · tanh', with tanh' = (1 − y)(1 + y) */
export const tanhGrad: Page = {
  evaluate({ dy, y }, { dx }) {
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i] * ((1 - y.data[i]) * (1 + y.data[i]));
  },
  // A subtraction, an addition, two products.
  bound: ({ inputs: { dy, y }, errors, outputs: { dx } }) => ({
    dx: each(dx, (i) => {
      const [g, gError] = [Math.abs(dy.data[i]), errors.dy.data[i]];
      const [value, error] = [Math.abs(y.data[i]), errors.y.data[i]];
      const slope = Math.abs(1 - value * value);
      const slopeError = error * (2 * value + error);
      return gamma(4) * (g + gError) * (slope + slopeError) + gError * slope + (g + gError) * slopeError;
    }),
  }),
};
