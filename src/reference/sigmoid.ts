import type { Page } from "./book.ts";
import { each, U, ULP } from "./bounds.ts";

/** y = σ(x) = 1 / (1 + e^(−x)) */
export const sigmoid: Page = {
  evaluate({ x }, { y }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = 1 / (1 + Math.exp(-x.data[i]));
  },
  // WGSL: exp within 3 + 2|x| ULP, division within 2.5 ULP; |σ'| ≤ 1/4. The error of t = e^(−x) enters as y²·t = y(1 − y).
  bound: ({ inputs: { x }, errors, outputs: { y } }) => ({
    y: each(y, (i) => {
      const value = y.data[i];
      const exponential = value * (1 - value) * (3 + 2 * Math.abs(x.data[i])) * ULP;
      return errors.x.data[i] / 4 + 1.01 * (exponential + value * (U + 2.5 * ULP));
    }),
  }),
};
