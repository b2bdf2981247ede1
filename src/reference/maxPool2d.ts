import { windowOf } from "../operations/window.ts";
import type { Page } from "./book.ts";
import { each } from "./bounds.ts";

/** y[n,c,p,q] = max_{i<kh, j<kw} x[n, c, p·sh + i, q·sw + j]; index = i·kw + j of the first that is greatest */
export const maxPool2d: Page = {
  evaluate({ x }, { y, index }, attributes) {
    const { kernel, stride } = windowOf(attributes);
    const [N, C, H, W] = x.shape;
    const [, , P, Q] = y.shape;
    for (let nc = 0; nc < N * C; nc++)
      for (let p = 0; p < P; p++)
        for (let q = 0; q < Q; q++) {
          let best = -Infinity;
          let place = 0;
          for (let i = 0; i < kernel[0]; i++)
            for (let j = 0; j < kernel[1]; j++) {
              const value = x.data[(nc * H + p * stride[0] + i) * W + q * stride[1] + j];
              if (value > best) {
                best = value;
                place = i * kernel[1] + j;
              }
            }
          y.data[(nc * P + p) * Q + q] = best;
          index.data[(nc * P + p) * Q + q] = place;
        }
  },
  // Comparing rounds nothing: |max a − max b| ≤ max |a − b| over the window.
  bound({ errors, outputs: { y, index }, attributes, evaluate }) {
    const worst = { shape: y.shape, data: new Float64Array(y.data.length) };
    evaluate({ x: errors.x }, { y: worst, index: { ...index, data: index.data.slice() } }, attributes);
    return { y: each(y, (i) => worst.data[i]), index: new Float64Array(index.data.length) };
  },
};
