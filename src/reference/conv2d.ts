import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { eachRow } from "./convolutionRows.ts";

/** y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, g·C/G + c, p·sh + i·dh − top, q·sw + j·dw − left] · weight[m,c,i,j] */
export const conv2d: Page = {
  evaluate({ x, weight }, { y }, attributes) {
    y.data.fill(0);
    eachRow(x.shape, weight.shape, y.shape, attributes, (from, tap, to, length, step) => {
      const k = weight.data[tap];
      for (let q = 0; q < length; q++) y.data[to + q] += x.data[from + q * step] * k;
    });
  },
  bound: sumOfProducts(["x", "weight"], ({ inputs: { weight } }) => weight.data.length / weight.shape[0]),
};
