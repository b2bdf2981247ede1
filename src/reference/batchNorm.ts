import { mapsOf, normalizedErrors, rounded } from "./batchNorms.ts";
import type { Page } from "./book.ts";
import { each } from "./bounds.ts";
import { product, sum } from "./rounded.ts";

/** y[n,c,…] = weight[c] · (x[n,c,…] − mean[c]) / √(variance[c] + ε) + bias[c] */
export const batchNorm: Page = {
  evaluate({ x, mean, variance, weight, bias }, { y }, { epsilon }) {
    const { mapOf } = mapsOf(x);
    for (let i = 0; i < y.data.length; i++) {
      const c = mapOf(i);
      const normalized = (x.data[i] - mean.data[c]) / Math.sqrt(variance.data[c] + (epsilon as number));
      y.data[i] = weight.data[c] * normalized + bias.data[c];
    }
  },
  bound({ inputs, errors, outputs: { y }, attributes }) {
    const { mapOf } = mapsOf(inputs.x);
    const { normalized } = normalizedErrors(inputs, errors, attributes);
    return {
      y: each(y, (i) => {
        const [weight, bias] = ["weight", "bias"].map((role) => rounded(inputs, errors, role, mapOf(i)));
        return sum(product(weight, normalized(i)), bias).error;
      }),
    };
  },
};
