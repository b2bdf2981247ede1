import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** dw[o,f] = Σ_n dy[n,o] · x[n,f] */
export const denseWeightGrad: Page = {
  evaluate({ x, dy }, { dw }) {
    const [N, F] = x.shape;
    const [, O] = dy.shape;
    dw.data.fill(0);
    for (let n = 0; n < N; n++)
      for (let o = 0; o < O; o++) {
        const g = dy.data[n * O + o];
        for (let f = 0; f < F; f++) dw.data[o * F + f] += g * x.data[n * F + f];
      }
  },
  bound: sumOfProducts(["x", "dy"], ({ inputs: { x } }) => x.shape[0]),
};
