import { convolutionOf } from "../operations/convolution.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { eachRow } from "./convolutionRows.ts";

/** dx of conv2d: each dy, times the weight that it was made with, is sent to the cell it came from. */
export const conv2dInputGrad: Page = {
  evaluate({ dy, weight }, { dx }, attributes) {
    dx.data.fill(0);
    eachRow(dx.shape, weight.shape, dy.shape, attributes, (to, tap, from, length, step) => {
      const k = weight.data[tap];
      for (let q = 0; q < length; q++) dx.data[to + q * step] += dy.data[from + q] * k;
    });
  },
  // A cell is seen by every tap of every output map of its group at most once.
  bound: sumOfProducts(
    ["dy", "weight"],
    ({ inputs: { weight }, attributes }) => weight.data.length / weight.shape[1] / convolutionOf(attributes).groups,
  ),
};
