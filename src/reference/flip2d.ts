import type { Page } from "./book.ts";

/** y[m,c,i,j] = x[m, c, KH − 1 − i, KW − 1 − j]: a kernel's taps in reverse order. */
export const flip2d: Page = {
  evaluate({ x }, { y }) {
    const [, , KH, KW] = x.shape;
    const taps = KH * KW;
    for (let o = 0; o < y.data.length; o++) y.data[o] = x.data[o - (o % taps) + taps - 1 - (o % taps)];
  },
  // Copies: what is off stays off.
  bound: ({ errors, outputs, evaluate, attributes }) => {
    const y = { shape: outputs.y.shape, data: new Float64Array(outputs.y.data.length) };
    evaluate(errors, { y }, attributes);
    return { y: y.data };
  },
};
