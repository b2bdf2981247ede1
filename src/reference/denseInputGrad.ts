import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { addProduct, matrix } from "./matrixProduct.ts";

/** dx[n,f] = Σ_o dy[n,o] · weight[o,f] */
export const denseInputGrad: Page = {
  evaluate({ dy, weight }, { dx }) {
    dx.data.fill(0);
    addProduct(matrix(dx), matrix(dy), matrix(weight));
  },
  bound: sumOfProducts(["dy", "weight"], ({ inputs: { dy } }) => dy.shape[1]),
};
