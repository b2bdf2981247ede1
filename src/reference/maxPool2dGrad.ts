import { windowOf } from "../operations/window.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** dx[n,c,h,w] = Σ dy[n,c,p,q] over the windows whose index[n,c,p,q] is the place of (h, w) in them */
export const maxPool2dGrad: Page = {
  evaluate({ dy, index }, { dx }, attributes) {
    const { kernel, stride } = windowOf(attributes);
    const [N, C, P, Q] = dy.shape;
    const [, , H, W] = dx.shape;
    dx.data.fill(0);
    for (let nc = 0; nc < N * C; nc++)
      for (let p = 0; p < P; p++)
        for (let q = 0; q < Q; q++) {
          const place = index.data[(nc * P + p) * Q + q];
          const h = p * stride[0] + Math.floor(place / kernel[1]);
          const w = q * stride[1] + (place % kernel[1]);
          dx.data[(nc * H + h) * W + w] += dy.data[(nc * P + p) * Q + q];
        }
  },
  bound: sumOfProducts(["dy"], ({ attributes }) => windowOf(attributes).kernel[0] * windowOf(attributes).kernel[1]),
};
