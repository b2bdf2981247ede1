import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** y[n,o] = Σ_f x[n,f] · weight[o,f] */
export const dense: Page = {
  evaluate({ x, weight }, { y }) {
    const [N, F] = x.shape;
    const [O] = weight.shape;
    for (let n = 0; n < N; n++)
      for (let o = 0; o < O; o++) {
        let sum = 0;
        for (let f = 0; f < F; f++) sum += x.data[n * F + f] * weight.data[o * F + f];
        y.data[n * O + o] = sum;
      }
  },
  bound: sumOfProducts(["x", "weight"], ({ inputs: { x } }) => x.shape[1]),
};
