import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** dx[n,f] = −2 (target[n,f] − x[n,f]) / N */
export const squaredErrorGrad: Page = {
  evaluate({ x, target }, { dx }) {
    const [N] = x.shape;
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = (-2 * (target.data[i] - x.data[i])) / N;
  },
  // The subtraction, the multiplication and a division within 2.5 ULP (5 units).
  bound: ({ inputs: { x }, errors, outputs: { dx } }) => ({
    dx: each(dx, (i) => {
      const error = (2 * (errors.x.data[i] + errors.target.data[i])) / x.shape[0];
      return error + gamma(7) * (Math.abs(dx.data[i]) + error);
    }),
  }),
};
