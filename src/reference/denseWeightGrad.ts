import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { addProduct, matrix, transposed } from "./matrixProduct.ts";

/** dw[o,f] = Σ_n dy[n,o] · x[n,f] */
export const denseWeightGrad: Page = {
  evaluate({ x, dy }, { dw }) {
    dw.data.fill(0);
    addProduct(matrix(dw), transposed(matrix(dy)), matrix(x));
  },
  bound: sumOfProducts(["x", "dy"], ({ inputs: { x } }) => x.shape[0]),
};
