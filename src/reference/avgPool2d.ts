import { windowOf } from "../operations/window.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** y[n,c,p,q] = 1/(kh·kw) · Σ_{i<kh} Σ_{j<kw} x[n, c, p·sh + i, q·sw + j] */
export const avgPool2d: Page = {
  evaluate({ x }, { y }, attributes) {
    const { kernel, stride } = windowOf(attributes);
    const [N, C, H, W] = x.shape;
    const [, , P, Q] = y.shape;
    for (let nc = 0; nc < N * C; nc++)
      for (let p = 0; p < P; p++)
        for (let q = 0; q < Q; q++) {
          let sum = 0;
          for (let i = 0; i < kernel[0]; i++)
            for (let j = 0; j < kernel[1]; j++) sum += x.data[(nc * H + p * stride[0] + i) * W + q * stride[1] + j];
          y.data[(nc * P + p) * Q + q] = sum / (kernel[0] * kernel[1]);
        }
  },
  // One more than the terms of the sum, and two: the division may be a multiplication by a rounded reciprocal.
  bound: sumOfProducts(["x"], ({ attributes }) => windowOf(attributes).kernel[0] * windowOf(attributes).kernel[1] + 5),
};
