import type { Page } from "./book.ts";
import { each, gamma, U } from "./bounds.ts";

/** What keeps a gradient of 0 from being divided by. */
const EPSILON = 1e-6;

/** clipped = g · min(1, c/(norm + 10⁻⁶)) */
export const clipByNorm: Page = {
  evaluate({ gradient, norm }, { clipped }, { clipNorm }) {
    const coefficient = Math.min(1, (clipNorm as number) / (norm.data[0] + EPSILON));
    for (let i = 0; i < clipped.data.length; i++) clipped.data[i] = gradient.data[i] * coefficient;
  },
  // The quotient has 10⁻⁶ and c rounded, a sum, and a division within 2.5 ULP. Where it is surely above 1 nothing is rounded.
  bound({ inputs: { gradient, norm }, errors, outputs: { clipped }, attributes: { clipNorm } }) {
    const below = norm.data[0] + EPSILON;
    const belowError = errors.norm.data[0] + gamma(2) * (below + errors.norm.data[0]);
    const least = Math.max(below - belowError, EPSILON * (1 - gamma(2)));
    const quotient = (clipNorm as number) / below;
    const quotientError = (1 + gamma(6)) * ((quotient * belowError) / least) + gamma(6) * quotient;
    const isWhole = quotient - quotientError >= 1;
    const coefficient = Math.min(1, quotient);
    const coefficientError = isWhole ? 0 : Math.min(1, quotientError);
    return {
      clipped: each(clipped, (i) => {
        const size = Math.abs(gradient.data[i]) + errors.gradient.data[i];
        const error = coefficient * errors.gradient.data[i] + coefficientError * size;
        return error + (isWhole ? 0 : U * (coefficient + coefficientError) * size);
      }),
    };
  },
};
