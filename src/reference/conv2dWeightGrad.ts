import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { eachRow } from "./convolutionRows.ts";

/** dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, g·C/G + c, p·sh + i·dh − top, q·sw + j·dw − left] · dy[n,m,p,q] */
export const conv2dWeightGrad: Page = {
  evaluate({ x, dy }, { dw }, attributes) {
    dw.data.fill(0);
    eachRow(x.shape, dw.shape, dy.shape, attributes, (from, tap, other, length, step) => {
      let sum = 0;
      for (let q = 0; q < length; q++) sum += x.data[from + q * step] * dy.data[other + q];
      dw.data[tap] += sum;
    });
  },
  bound: sumOfProducts(["x", "dy"], ({ inputs: { dy } }) => dy.data.length / dy.shape[1]),
};
