import { keptFrom } from "../operations/dropout.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { wordsOf } from "./draws.ts";

/** y[i] = x[i] / (1 − rate) where word(i) ≥ rate · 2³², else 0 */
export const dropout: Page = {
  evaluate({ x, seed, step }, { y }, attributes) {
    const rate = attributes.rate as number;
    const threshold = keptFrom(rate);
    const word = wordsOf(seed, step, attributes);
    for (let i = 0; i < y.data.length; i++) y.data[i] = word(i) >= threshold ? x.data[i] / (1 - rate) : 0;
  },
  // What is dropped is exactly 0. A division within 2.5 ULP, or a multiplication by a rounded reciprocal.
  bound({ inputs: { seed, step }, errors, outputs: { y }, attributes }) {
    const rate = attributes.rate as number;
    const threshold = keptFrom(rate);
    const word = wordsOf(seed, step, attributes);
    return {
      y: each(y, (i) => {
        if (word(i) < threshold) return 0;
        const input = errors.x.data[i] / (1 - rate);
        return input + gamma(5) * (Math.abs(y.data[i]) + input);
      }),
    };
  },
};
