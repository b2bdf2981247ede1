import { convolutionOf } from "../operations/convolution.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { tapsOf, withPadding } from "./convolutionTaps.ts";
import { addProduct, places } from "./matrixProduct.ts";

/**
 * dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, g·C/G + c, p·sh + i·dh − top, q·sw + j·dw − left] · dy[n,m,p,q]: for each sample n, and each p in turn,
 * the product of dy, a row for each output map m, and of x, a column for each tap (c, i, j).
 */
export const conv2dWeightGrad: Page = {
  evaluate({ x, dy }, { dw }, attributes) {
    const { stride, padding, dilation, groups } = convolutionOf(attributes);
    const { shape, data } = withPadding(x, padding);
    const [N, C, H, W] = shape;
    const [M, CG] = dw.shape;
    const [, , P, Q] = dy.shape;
    const taps = tapsOf(shape, dw.shape, dilation);
    const [MG, K] = [M / groups, taps.length];
    const sums = { data: dw.data, rows: places(MG, K), columns: places(K, 1) };
    const gradients = { data: dy.data, rows: places(MG, P * Q), columns: places(Q, 1) };
    const cells = { data, rows: places(Q, stride[1]), columns: taps };
    const lines = { count: P, a: Q, b: stride[0] * W };
    dw.data.fill(0);
    for (let n = 0; n < N; n++)
      for (let g = 0; g < groups; g++) {
        addProduct(
          { ...sums, start: g * MG * K },
          { ...gradients, start: (n * M + g * MG) * P * Q },
          { ...cells, start: (n * C + g * CG) * H * W },
          lines,
        );
      }
  },
  bound: sumOfProducts(["x", "dy"], ({ inputs: { dy } }) => dy.data.length / dy.shape[1]),
};
