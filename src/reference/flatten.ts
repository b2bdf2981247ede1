import type { Page } from "./book.ts";

/** The same numbers in the same order: the interpreter lets both names stand for one array, and nothing is left to do. */
export const flatten: Page = {
  evaluate() {},
  bound: ({ errors: { x } }) => ({ y: Float64Array.from(x.data) }),
};
