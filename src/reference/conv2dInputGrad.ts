import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]: each dy is sent to the cells it came from. */
export const conv2dInputGrad: Page = {
  evaluate({ dy, weight }, { dx }) {
    const [N, M, P, Q] = dy.shape;
    const [, C, KH, KW] = weight.shape;
    const [, , H, W] = dx.shape;
    dx.data.fill(0);
    for (let n = 0; n < N; n++)
      for (let m = 0; m < M; m++)
        for (let c = 0; c < C; c++)
          for (let i = 0; i < KH; i++)
            for (let j = 0; j < KW; j++) {
              const k = weight.data[((m * C + c) * KH + i) * KW + j];
              for (let p = 0; p < P; p++) {
                const row = ((n * C + c) * H + p + i) * W + j;
                const from = ((n * M + m) * P + p) * Q;
                for (let q = 0; q < Q; q++) dx.data[row + q] += dy.data[from + q] * k;
              }
            }
  },
  bound: sumOfProducts(["dy", "weight"], ({ inputs: { weight } }) => weight.data.length / weight.shape[1]),
};
