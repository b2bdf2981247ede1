import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";

/** db[m] = Σ_n Σ_… dy[n,m,…] */
export const addBiasGrad: Page = {
  evaluate({ dy }, { db }) {
    const [N, M] = dy.shape;
    const size = dy.data.length / (N * M);
    db.data.fill(0);
    for (let nm = 0; nm < N * M; nm++) {
      let sum = db.data[nm % M];
      for (let i = nm * size; i < (nm + 1) * size; i++) sum += dy.data[i];
      db.data[nm % M] = sum;
    }
  },
  bound: sumOfProducts(["dy"], ({ inputs: { dy } }) => dy.data.length / dy.shape[1]),
};
