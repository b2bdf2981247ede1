import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j] */
export const conv2d: Page = {
  evaluate({ x, weight }, { y }) {
    const [N, C, H, W] = x.shape;
    const [M, , KH, KW] = weight.shape;
    const [, , P, Q] = y.shape;
    y.data.fill(0);
    for (let n = 0; n < N; n++)
      for (let m = 0; m < M; m++)
        for (let c = 0; c < C; c++)
          for (let i = 0; i < KH; i++)
            for (let j = 0; j < KW; j++) {
              const k = weight.data[((m * C + c) * KH + i) * KW + j];
              for (let p = 0; p < P; p++) {
                const row = ((n * C + c) * H + p + i) * W + j;
                const out = ((n * M + m) * P + p) * Q;
                for (let q = 0; q < Q; q++) y.data[out + q] += x.data[row + q] * k;
              }
            }
  },
  bound: sumOfProducts(["x", "weight"], ({ inputs: { weight } }) => weight.data.length / weight.shape[0]),
};
