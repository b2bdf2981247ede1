import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i, q+j] · dy[n,m,p,q] */
export const conv2dWeightGrad: Page = {
  evaluate({ x, dy }, { dw }) {
    const [N, C, H, W] = x.shape;
    const [, M, P, Q] = dy.shape;
    const [, , KH, KW] = dw.shape;
    dw.data.fill(0);
    for (let n = 0; n < N; n++)
      for (let m = 0; m < M; m++)
        for (let c = 0; c < C; c++)
          for (let i = 0; i < KH; i++)
            for (let j = 0; j < KW; j++) {
              let sum = 0;
              for (let p = 0; p < P; p++) {
                const row = ((n * C + c) * H + p + i) * W + j;
                const from = ((n * M + m) * P + p) * Q;
                for (let q = 0; q < Q; q++) sum += x.data[row + q] * dy.data[from + q];
              }
              dw.data[((m * C + c) * KH + i) * KW + j] += sum;
            }
  },
  bound: sumOfProducts(["x", "dy"], ({ inputs: { dy } }) => dy.data.length / dy.shape[1]),
};
