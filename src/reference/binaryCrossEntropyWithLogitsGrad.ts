import type { Page } from "./book.ts";
import { each, gamma, U } from "./bounds.ts";
import { siluGate } from "./silu.ts";

/** dx[n,f] = (σ(x[n,f]) − target[n,f]) / N */
export const binaryCrossEntropyWithLogitsGrad: Page = {
  evaluate({ x, target }, { dx }) {
    const [N] = x.shape;
    for (let i = 0; i < dx.data.length; i++) {
      // σ(x) − t with the digits that it has where x is large and t is 1.
      const share = 1 / (1 + Math.exp(Math.abs(x.data[i])));
      const t = target.data[i];
      dx.data[i] = (x.data[i] > 0 ? 1 - t - share : share - t) / N;
    }
  },
  // h = σ(−|x|) as in silu, from which t or 1 − t is subtracted, each rounded; then a division within 2.5 ULP (5 units). An error of x
  // moves σ by at most a quarter.
  bound({ inputs: { x, target }, errors, outputs: { dx } }) {
    const [N] = x.shape;
    return {
      dx: each(dx, (i) => {
        const t = target.data[i];
        const { shareError } = siluGate.at(Math.min(Math.abs(x.data[i]), siluGate.cutoff));
        const input = errors.x.data[i] / 4 + errors.target.data[i];
        const expected = Math.abs(x.data[i] > 0 ? 1 - t : 0);
        const error = (input + shareError + U * (expected + input)) / N;
        return error + gamma(6) * (Math.abs(dx.data[i]) + error);
      }),
    };
  },
};
