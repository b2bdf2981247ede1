import type { Page } from "./book.ts";
import { each, gamma, TINY } from "./bounds.ts";
import { ROOT, rootShift } from "./updateBounds.ts";

/** norm = √(Σ_i g[i]²) */
export const gradientNorm: Page = {
  evaluate({ gradient }, { norm }) {
    let sum = 0;
    for (const g of gradient.data) sum += g * g;
    norm.data[0] = Math.sqrt(sum);
  },
  // A norm moves by at most the norm of what is added to its vector. The sum of T squares, which are flushed to zero where they are tiny,
  // is off by γ_T of itself.
  bound: ({ inputs: { gradient }, errors, outputs: { norm } }) => ({
    norm: each(norm, () => {
      let [added, size] = [0, 0];
      for (const [i, g] of gradient.data.entries()) {
        added += errors.gradient.data[i] ** 2;
        size += (Math.abs(g) + errors.gradient.data[i]) ** 2;
      }
      const inherited = Math.sqrt(added);
      const least = Math.max(norm.data[0] - inherited, 0);
      const T = gradient.data.length;
      const shift = rootShift(least ** 2, gamma(T) * size + T * TINY);
      return inherited + shift + ROOT * (norm.data[0] + inherited + shift);
    }),
  }),
};
