import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** dx[n,f] = Σ_o dy[n,o] · weight[o,f] */
export const denseInputGrad: Page = {
  evaluate({ dy, weight }, { dx }) {
    const [N, O] = dy.shape;
    const [, F] = weight.shape;
    dx.data.fill(0);
    for (let n = 0; n < N; n++)
      for (let o = 0; o < O; o++) {
        const g = dy.data[n * O + o];
        for (let f = 0; f < F; f++) dx.data[n * F + f] += g * weight.data[o * F + f];
      }
  },
  bound: sumOfProducts(["dy", "weight"], ({ inputs: { dy } }) => dy.shape[1]),
};
