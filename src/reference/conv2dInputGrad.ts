import { convolutionOf } from "../operations/convolution.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { addProduct, places } from "./matrixProduct.ts";

/**
 * dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n,m,p,q] · weight[m, c mod C/G, i, j] over the output maps m of c's group and all i, j, p, q with
 * h = p·sh + i·dh − top and w = q·sw + j·dw − left: each dy, times the weight it was made with, comes back to the cell it was made from.
 */
export const conv2dInputGrad: Page = {
  evaluate({ dy, weight }, { dx }, attributes) {
    const { stride, padding, dilation, groups } = convolutionOf(attributes);
    const [N, C, H, W] = dx.shape;
    const [M, CG, KH, KW] = weight.shape;
    const [, , P, Q] = dy.shape;
    const [MG, K] = [M / groups, CG * KH * KW];
    const [mapsOfWeight, mapsOfX] = [places(CG, KH * KW), places(CG, H * W)];
    const [samplesOfX, samplesOfY] = [places(N, C * H * W), places(N, M * P * Q)];
    dx.data.fill(0);
    for (let h = 0; h < H; h++)
      for (let w = 0; w < W; w++) {
        const rows = windowsThatSee(h + padding[0], stride[0], dilation[0], KH, P);
        const columns = windowsThatSee(w + padding[2], stride[1], dilation[1], KW, Q);
        const terms: { weight: number[]; dy: number[] } = { weight: [], dy: [] };
        for (let m = 0; m < MG; m++)
          for (const [i, p] of rows)
            for (const [j, q] of columns) {
              terms.weight.push(m * K + i * KW + j);
              terms.dy.push((m * P + p) * Q + q);
            }
        const [ofWeight, ofY] = [Int32Array.from(terms.weight), Int32Array.from(terms.dy)];
        for (let g = 0; g < groups; g++) {
          addProduct(
            { data: dx.data, start: (g * CG * H + h) * W + w, rows: mapsOfX, columns: samplesOfX },
            { data: weight.data, start: g * MG * K, rows: mapsOfWeight, columns: ofWeight },
            { data: dy.data, start: g * MG * P * Q, rows: ofY, columns: samplesOfY },
          );
        }
      }
  },
  // A cell is seen by every tap of every output map of its group at most once.
  bound: sumOfProducts(
    ["dy", "weight"],
    ({ inputs: { weight }, attributes }) => weight.data.length / weight.shape[1] / convolutionOf(attributes).groups,
  ),
};

/** Taps and windows, along one axis, that see a place of the padded input: place = window·stride + tap·dilation. */
function windowsThatSee(place: number, stride: number, dilation: number, taps: number, windows: number) {
  const seen: [tap: number, window: number][] = [];
  for (let tap = 0; tap < taps; tap++) {
    const window = (place - tap * dilation) / stride;
    if (Number.isInteger(window) && window >= 0 && window < windows) seen.push([tap, window]);
  }
  return seen;
}
