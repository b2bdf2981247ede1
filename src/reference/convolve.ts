import { convolutionOffset, type Form } from "../operations/convolve.ts";
import type { Size2d } from "../operations/spatial.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** y[p,q] = Σ_i Σ_j x[p+top−i, q+left−j] · g[i,j]; x is 0 outside or, in the circular form, goes on with the periods H and W. */
export const convolve: Page = {
  evaluate({ x, g }, { y }, attributes) {
    const form = attributes.form as Form;
    const [[H, W], [h, w], [P, Q]] = [x.shape, g.shape, y.shape];
    const [top, left] = convolutionOffset(form, g.shape as Size2d);
    const place = (index: number, period: number) =>
      form === "circular" ? ((index % period) + period) % period : index;
    for (let p = 0; p < P; p++)
      for (let q = 0; q < Q; q++) {
        let sum = 0;
        for (let i = 0; i < h; i++)
          for (let j = 0; j < w; j++) {
            const [row, column] = [place(p + top - i, H), place(q + left - j, W)];
            if (row >= 0 && row < H && column >= 0 && column < W) sum += x.data[row * W + column] * g.data[i * w + j];
          }
        y.data[p * Q + q] = sum;
      }
  },
  bound: sumOfProducts(["x", "g"], ({ inputs: { g } }) => g.data.length),
};
