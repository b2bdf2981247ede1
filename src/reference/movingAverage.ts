import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** a ← w in step 1, then a ← d·a + (1 − d)·w */
export const movingAverage: Page = {
  evaluate({ parameter: w, step }, { average: a }, attributes) {
    if (step.data[0] === 1) return a.data.set(w.data);
    const decay = attributes.decay as number;
    for (let i = 0; i < a.data.length; i++) a.data[i] = decay * a.data[i] + (1 - decay) * w.data[i];
  },
  // A copy is not rounded; else each term is at its constant, its product and the sum.
  bound({ inputs: { average: a, parameter: w, step }, errors, outputs, attributes }) {
    if (step.data[0] === 1) return { average: errors.parameter.data.slice() as Float64Array };
    const decay = attributes.decay as number;
    return {
      average: each(outputs.average, (i) => {
        const inherited = decay * errors.average.data[i] + (1 - decay) * errors.parameter.data[i];
        const size = decay * Math.abs(a.data[i]) + (1 - decay) * Math.abs(w.data[i]) + inherited;
        return inherited + gamma(3) * size;
      }),
    };
  },
};
