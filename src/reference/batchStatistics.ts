import { mapsOf } from "./batchNorms.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** mean[c] = 1/m · Σ x[n,c,…]; variance[c] = 1/m · Σ (x[n,c,…] − mean[c])² */
export const batchStatistics: Page = {
  evaluate({ x }, { mean, variance }) {
    const { count, mapOf } = mapsOf(x);
    mean.data.fill(0);
    for (let i = 0; i < x.data.length; i++) mean.data[mapOf(i)] += x.data[i] / count;
    variance.data.fill(0);
    for (let i = 0; i < x.data.length; i++) variance.data[mapOf(i)] += (x.data[i] - mean.data[mapOf(i)]) ** 2 / count;
  },
  // The mean is a sum of m terms and a division (2.5 ULP), off by E. Where x is off by δ,
  //   1/m Σ (x + δ − mean − e)² = variance + 2/m Σ (x − mean)·δ + 1/m Σ (δ − e)²,
  // for Σ (x − mean)·e = 0: a mean that is off counts with its square alone. On top are three roundings of each square, the sum and
  // the division. γ_m is large for large maps, since it allows every order: of 10⁵ values 0.6 %, where the kernel's 256 lanes and their
  // halving come to 0.003 %.
  bound({ inputs: { x }, errors, outputs: { mean, variance } }) {
    const { C, count, mapOf } = mapsOf(x);
    const [size, inputError, product, square] = Array.from({ length: 4 }, () => new Float64Array(C));
    for (let i = 0; i < x.data.length; i++) {
      const c = mapOf(i);
      size[c] += Math.abs(x.data[i]) / count;
      inputError[c] += errors.x.data[i] / count;
    }
    const meanError = each(mean, (c) => inputError[c] + gamma(count + 5) * (size[c] + inputError[c]));
    for (let i = 0; i < x.data.length; i++) {
      const c = mapOf(i);
      product[c] += (2 * Math.abs(x.data[i] - mean.data[c]) * errors.x.data[i]) / count;
      square[c] += (errors.x.data[i] + meanError[c]) ** 2 / count;
    }
    const varianceError = each(variance, (c) => {
      const error = product[c] + square[c];
      return error + gamma(count + 8) * (variance.data[c] + error);
    });
    return { mean: meanError, variance: varianceError };
  },
};
