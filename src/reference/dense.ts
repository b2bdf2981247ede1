import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { addProduct, matrix, transposed } from "./matrixProduct.ts";

/** y[n,o] = Σ_f x[n,f] · weight[o,f] */
export const dense: Page = {
  evaluate({ x, weight }, { y }) {
    y.data.fill(0);
    addProduct(matrix(y), matrix(x), transposed(matrix(weight)));
  },
  bound: sumOfProducts(["x", "weight"], ({ inputs: { x } }) => x.shape[1]),
};
