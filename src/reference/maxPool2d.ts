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
  // Comparing rounds nothing: |max a − max b| ≤ max |a − b| over the window. Where another cell comes as near to the greatest as
  // the errors of both reach, it may win: then every place is allowed.
  bound({ inputs: { x }, errors, outputs: { y, index }, attributes }) {
    const { kernel, stride } = windowOf(attributes);
    const [, , H, W] = x.shape;
    const [, , P, Q] = y.shape;
    const places = new Float64Array(index.data.length);
    const worst = each(y, (o) => {
      const corner = (Math.floor(o / (P * Q)) * H + (Math.floor(o / Q) % P) * stride[0]) * W + (o % Q) * stride[1];
      const cells = Array.from(
        { length: kernel[0] * kernel[1] },
        (_, k) => corner + Math.floor(k / kernel[1]) * W + (k % kernel[1]),
      );
      const winner = cells[index.data[o]];
      const mayWin = (cell: number) => {
        const reach = errors.x.data[cell] + errors.x.data[winner];
        return cell !== winner && reach > 0 && y.data[o] - x.data[cell] <= reach;
      };
      if (cells.some(mayWin)) places[o] = cells.length - 1;
      return Math.max(...cells.map((cell) => errors.x.data[cell]));
    });
    return { y: worst, index: places };
  },
};
