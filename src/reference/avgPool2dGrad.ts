import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { eachWindow, windowSize } from "./windows.ts";

/** dx[n,c,h,w] = Σ dy[n,c,p,q]/D[p,q] over the windows (p, q) that cover (h, w) */
export const avgPool2dGrad: Page = {
  evaluate({ dy }, { dx }, attributes) {
    const W = dx.shape[3];
    dx.data.fill(0);
    eachWindow(dx.shape, dy.shape, attributes, (place, corner, { rows, columns, count }) => {
      const share = dy.data[place] / count;
      for (let i = rows[0]; i < rows[1]; i++)
        for (let j = columns[0]; j < columns[1]; j++) dx.data[corner + i * W + j] += share;
    });
  },
  // No cell lies in more windows than a window has cells.
  bound: sumOfProducts(["dy"], ({ attributes }) => windowSize(attributes) + 5),
};
