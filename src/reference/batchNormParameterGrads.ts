import { mapsOf, normalizedErrors, rounded } from "./batchNorms.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { product } from "./rounded.ts";

/** dw[c] = Σ dy[n,c,…] · (x[n,c,…] − mean[c]) / √(variance[c] + ε); db[c] = Σ dy[n,c,…] */
export const batchNormParameterGrads: Page = {
  evaluate({ dy, x, mean, variance }, { dw, db }, { epsilon }) {
    const { mapOf } = mapsOf(x);
    dw.data.fill(0);
    db.data.fill(0);
    for (let i = 0; i < dy.data.length; i++) {
      const c = mapOf(i);
      const normalized = (x.data[i] - mean.data[c]) / Math.sqrt(variance.data[c] + (epsilon as number));
      dw.data[c] += dy.data[i] * normalized;
      db.data[c] += dy.data[i];
    }
  },
  // Sums of m terms, each with its error.
  bound({ inputs, errors, outputs: { dw, db }, attributes }) {
    const { C, count, mapOf } = mapsOf(inputs.x);
    const { normalized } = normalizedErrors(inputs, errors, attributes);
    const [dwError, dbError] = [new Float64Array(C), new Float64Array(C)];
    for (let i = 0; i < inputs.dy.data.length; i++) {
      const dy = rounded(inputs, errors, "dy", i);
      const term = product(dy, normalized(i));
      dwError[mapOf(i)] += term.error + gamma(count) * (Math.abs(term.value) + term.error);
      dbError[mapOf(i)] += dy.error + gamma(count) * (Math.abs(dy.value) + dy.error);
    }
    return { dw: each(dw, (c) => dwError[c]), db: each(db, (c) => dbError[c]) };
  },
};
