import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** y[n,m,…] = x[n,m,…] + bias[m] */
export const addBias: Page = {
  evaluate({ x, bias }, { y }) {
    const [N, M] = x.shape;
    const size = x.data.length / (N * M);
    for (let nm = 0; nm < N * M; nm++) {
      const b = bias.data[nm % M];
      for (let i = nm * size; i < (nm + 1) * size; i++) y.data[i] = x.data[i] + b;
    }
  },
  bound({ inputs: { x }, errors, outputs: { y } }) {
    const [N, M] = x.shape;
    const size = x.data.length / (N * M);
    return {
      y: each(y, (i) => {
        const input = errors.x.data[i] + errors.bias.data[Math.floor(i / size) % M];
        return input + gamma(1) * (Math.abs(y.data[i]) + input);
      }),
    };
  },
};
