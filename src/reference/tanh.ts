import type { Page } from "./book.ts";
import { each, U } from "./bounds.ts";

/** y = tanh(x) */
export const tanh: Page = {
  evaluate({ x }, { y }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.tanh(x.data[i]);
  },
  // Within 11 units, relative, wherever x is. For |x| < 1 the kernel's fraction x·N/D of positive terms: N within 1.4 units and D within
  // 2.1, for what is rounded inside is a small part of each, a product, a division within 2.5 ULP (5 units), and 7e-10 that it leaves
  // off. From 1 on (1 − e)/(1 + e): the 3 + 4|x| ULP of e = e^(−2|x|) enter as 2e/(1 − e²), most at 1 with 3.9 units, then a rounding
  // above and one below, and the division. An error δ of x moves y by at most δ, or δ·tanh' + δ²/2 · max|tanh''|, which is below 0.77.
  bound: ({ errors, outputs: { y } }) => ({
    y: each(y, (i) => {
      const [value, error] = [y.data[i], errors.x.data[i]];
      const input = Math.min(error, error * (1 - value * value) + 0.385 * error * error);
      return input + 1.01 * 11 * U * (Math.abs(value) + input);
    }),
  }),
};
