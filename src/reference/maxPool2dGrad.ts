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
  // Where the place is open, each cell of the window may receive dy or not.
  bound(context) {
    const { inputs, errors, outputs, attributes } = context;
    const { dx: error } = sum(context);
    const { kernel, stride } = windowOf(attributes);
    const [, , P, Q] = inputs.dy.shape;
    const [, , H, W] = outputs.dx.shape;
    for (const [o, open] of errors.index.data.entries()) {
      if (open === 0) continue;
      const corner = (Math.floor(o / (P * Q)) * H + (Math.floor(o / Q) % P) * stride[0]) * W + (o % Q) * stride[1];
      const whole = Math.abs(inputs.dy.data[o]) + errors.dy.data[o];
      for (let i = 0; i < kernel[0]; i++) for (let j = 0; j < kernel[1]; j++) error[corner + i * W + j] += whole;
    }
    return { dx: error };
  },
};

const sum = sumOfProducts(["dy"], ({ attributes }) => windowOf(attributes).kernel[0] * windowOf(attributes).kernel[1]);
