import { windowOf } from "../operations/window.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** dx[n,c,h,w] = 1/(kh·kw) · Σ dy[n,c,p,q] over the windows (p, q) that cover (h, w) */
export const avgPool2dGrad: Page = {
  evaluate({ dy }, { dx }, attributes) {
    const { kernel, stride } = windowOf(attributes);
    const [N, C, P, Q] = dy.shape;
    const [, , H, W] = dx.shape;
    dx.data.fill(0);
    for (let nc = 0; nc < N * C; nc++)
      for (let p = 0; p < P; p++)
        for (let q = 0; q < Q; q++) {
          const share = dy.data[(nc * P + p) * Q + q] / (kernel[0] * kernel[1]);
          for (let i = 0; i < kernel[0]; i++)
            for (let j = 0; j < kernel[1]; j++) dx.data[(nc * H + p * stride[0] + i) * W + q * stride[1] + j] += share;
        }
  },
  bound: sumOfProducts(["dy"], ({ attributes }) => windowOf(attributes).kernel[0] * windowOf(attributes).kernel[1] + 5),
};
