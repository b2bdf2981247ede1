import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** mean[c] = 1/G · Σ_s means[s·C + c]; variance[c] = 1/G · Σ_s (variances[s·C + c] + (means[s·C + c] − mean[c])²) */
export const mergeStatistics: Page = {
  evaluate({ means, variances }, { mean, variance, groupMean, groupVariance }, attributes) {
    const groups = attributes.groups as number;
    const C = mean.data.length;
    mean.data.fill(0);
    for (let i = 0; i < means.data.length; i++) mean.data[i % C] += means.data[i] / groups;
    variance.data.fill(0);
    for (let i = 0; i < means.data.length; i++) {
      variance.data[i % C] += (variances.data[i] + (means.data[i] - mean.data[i % C]) ** 2) / groups;
    }
    for (let i = 0; i < means.data.length; i++) {
      groupMean.data[i] = mean.data[i % C];
      groupVariance.data[i] = variance.data[i % C];
    }
  },
  // As of batchStatistics: a mean that is off by e counts with its square alone, for Σ_s (means − mean) · e = 0.
  bound({ inputs: { means, variances }, errors, outputs: { mean, variance, groupMean, groupVariance }, attributes }) {
    const groups = attributes.groups as number;
    const C = mean.data.length;
    const [size, meanInput, input] = Array.from({ length: 3 }, () => new Float64Array(C));
    for (let i = 0; i < means.data.length; i++) {
      size[i % C] += Math.abs(means.data[i]) / groups;
      meanInput[i % C] += errors.means.data[i] / groups;
    }
    const meanError = each(mean, (c) => meanInput[c] + gamma(groups + 4) * (size[c] + meanInput[c]));
    for (let i = 0; i < means.data.length; i++) {
      const off = errors.means.data[i];
      const product = 2 * Math.abs(means.data[i] - mean.data[i % C]) * off;
      input[i % C] += (errors.variances.data[i] + product + (off + meanError[i % C]) ** 2) / groups;
    }
    // What variances may be is not below 0, but in a case of its own it may be drawn so.
    const spread = new Float64Array(C);
    for (let i = 0; i < means.data.length; i++) {
      spread[i % C] += (Math.abs(variances.data[i]) + (means.data[i] - mean.data[i % C]) ** 2) / groups;
    }
    const varianceError = each(variance, (c) => input[c] + gamma(groups + 8) * (spread[c] + input[c]));
    return {
      mean: meanError,
      variance: varianceError,
      groupMean: each(groupMean, (i) => meanError[i % C]),
      groupVariance: each(groupVariance, (i) => varianceError[i % C]),
    };
  },
};
