import { mapsOf, normalizedErrors, rounded } from "./batchNorms.ts";
import type { Page } from "./book.ts";
import { each } from "./bounds.ts";
import { negative, product, quotient, sum } from "./rounded.ts";

/** In training dx = weight[c]/√(variance[c] + ε) · (dy − db[c]/m − x̂ · dw[c]/m), else dx = weight[c]/√(variance[c] + ε) · dy */
export const batchNormInputGrad: Page = {
  evaluate({ dy, x, mean, variance, weight, dw, db }, { dx }, { epsilon, training }) {
    const { count, mapOf } = mapsOf(x);
    for (let i = 0; i < dx.data.length; i++) {
      const c = mapOf(i);
      const deviation = Math.sqrt(variance.data[c] + (epsilon as number));
      const normalized = (x.data[i] - mean.data[c]) / deviation;
      const through = training ? db.data[c] / count + (normalized * dw.data[c]) / count : 0;
      dx.data[i] = (weight.data[c] / deviation) * (dy.data[i] - through);
    }
  },
  bound({ inputs, errors, outputs: { dx }, attributes }) {
    const { count, mapOf } = mapsOf(inputs.x);
    const { deviations, normalized } = normalizedErrors(inputs, errors, attributes);
    const m = { value: count, error: 0 };
    return {
      dx: each(dx, (i) => {
        const c = mapOf(i);
        const dy = rounded(inputs, errors, "dy", i);
        const [weight, dw, db] = ["weight", "dw", "db"].map((role) => rounded(inputs, errors, role, c));
        const slope = attributes.training
          ? sum(dy, negative(quotient(db, m)), negative(product(normalized(i), quotient(dw, m))))
          : dy;
        return product(weight, deviations[c], slope).error;
      }),
    };
  },
};
