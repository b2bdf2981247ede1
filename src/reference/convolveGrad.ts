import type { Size2d } from "../operations/spatial.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** d[a,b] = Σ_i Σ_j dy[a+i−top, b+j−left] · factor[i,j]; dy is 0 outside or, where circular, goes on with its periods. */
export const convolveGrad: Page = {
  evaluate({ dy, factor }, { d }, { offset, circular }) {
    const [[P, Q], [h, w], [A, B]] = [dy.shape, factor.shape, d.shape];
    const [top, left] = offset as Size2d;
    const place = (index: number, period: number) => (circular ? ((index % period) + period) % period : index);
    for (let a = 0; a < A; a++)
      for (let b = 0; b < B; b++) {
        let sum = 0;
        for (let i = 0; i < h; i++)
          for (let j = 0; j < w; j++) {
            const [p, q] = [place(a + i - top, P), place(b + j - left, Q)];
            if (p >= 0 && p < P && q >= 0 && q < Q) sum += dy.data[p * Q + q] * factor.data[i * w + j];
          }
        d.data[a * B + b] = sum;
      }
  },
  bound: sumOfProducts(["dy", "factor"], ({ inputs: { factor } }) => factor.data.length),
};
