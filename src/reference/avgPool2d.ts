import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { eachWindow, windowSize } from "./windows.ts";

/** y = Σ/D over the cells of each window that lie inside x, D being how many cells count. */
export const avgPool2d: Page = {
  evaluate({ x }, { y }, attributes) {
    const W = x.shape[3];
    eachWindow(x.shape, y.shape, attributes, (place, corner, { rows, columns, count }) => {
      let sum = 0;
      for (let i = rows[0]; i < rows[1]; i++)
        for (let j = columns[0]; j < columns[1]; j++) sum += x.data[corner + i * W + j];
      y.data[place] = sum / count;
    });
  },
  // One more than the terms of the sum, and two: the division may be a multiplication by a rounded reciprocal.
  bound: sumOfProducts(["x"], ({ attributes }) => windowSize(attributes) + 5),
};
