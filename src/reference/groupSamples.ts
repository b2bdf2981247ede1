import type { Page } from "./book.ts";

/** The same numbers in the same order, as in unflatten. */
export const groupSamples: Page = {
  evaluate() {},
  bound: ({ errors: { x } }) => ({ y: Float64Array.from(x.data) }),
};
