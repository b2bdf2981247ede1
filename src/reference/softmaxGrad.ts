import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** dx[n,f] = y[n,f] · (dy[n,f] − Σ_k dy[n,k] · y[n,k]) */
export const softmaxGrad: Page = {
  evaluate({ dy, y }, { dx }) {
    const [N, F] = y.shape;
    for (let n = 0; n < N; n++) {
      let mean = 0;
      for (let f = 0; f < F; f++) mean += dy.data[n * F + f] * y.data[n * F + f];
      for (let f = 0; f < F; f++) dx.data[n * F + f] = y.data[n * F + f] * (dy.data[n * F + f] - mean);
    }
  },
  // The mean is a sum of F products; then a subtraction and a product.
  bound({ inputs: { dy, y }, errors, outputs: { dx } }) {
    const [N, F] = y.shape;
    const means = Array.from({ length: N }, (_, n) => {
      let [mean, meanError] = [0, 0];
      for (let i = n * F; i < (n + 1) * F; i++) {
        const [g, gError] = [Math.abs(dy.data[i]), errors.dy.data[i]];
        const [value, error] = [Math.abs(y.data[i]), errors.y.data[i]];
        mean += dy.data[i] * y.data[i];
        meanError += gError * value + (g + gError) * error + gamma(F) * (g + gError) * (value + error);
      }
      return { mean, meanError };
    });
    return {
      dx: each(dx, (i) => {
        const { mean, meanError } = means[Math.floor(i / F)];
        const difference = Math.abs(dy.data[i] - mean);
        const differenceError = errors.dy.data[i] + meanError;
        const [value, error] = [Math.abs(y.data[i]), errors.y.data[i]];
        const input = value * differenceError + error * (difference + differenceError);
        return input + gamma(2) * (value * difference + input);
      }),
    };
  },
};
