import { convolutionOf } from "../operations/convolution.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { tapsOf, withPadding } from "./convolutionTaps.ts";
import { addProduct, places } from "./matrixProduct.ts";

/**
 * y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, g·C/G + c, p·sh + i·dh − top, q·sw + j·dw − left] · weight[m,c,i,j]: at each (p, q) the product of the
 * weights, a row for each output map m, and of what the window sees, a column for each sample n.
 */
export const conv2d: Page = {
  evaluate({ x, weight }, { y }, attributes) {
    const { stride, padding, dilation, groups } = convolutionOf(attributes);
    const { shape, data } = withPadding(x, padding);
    const [N, C, H, W] = shape;
    const [M, CG] = weight.shape;
    const [, , P, Q] = y.shape;
    const taps = tapsOf(shape, weight.shape, dilation);
    const [MG, K] = [M / groups, taps.length];
    const weights = { data: weight.data, rows: places(MG, K), columns: places(K, 1) };
    const windows = { data, rows: taps, columns: places(N, C * H * W) };
    const sums = { data: y.data, rows: places(MG, P * Q), columns: places(N, M * P * Q) };
    y.data.fill(0);
    for (let g = 0; g < groups; g++)
      for (let p = 0; p < P; p++)
        for (let q = 0; q < Q; q++) {
          addProduct(
            { ...sums, start: (g * MG * P + p) * Q + q },
            { ...weights, start: g * MG * K },
            { ...windows, start: (g * CG * H + p * stride[0]) * W + q * stride[1] },
          );
        }
  },
  bound: sumOfProducts(["x", "weight"], ({ inputs: { weight } }) => weight.data.length / weight.shape[0]),
};
