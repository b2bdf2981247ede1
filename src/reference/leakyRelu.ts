import { slopeOf } from "../operations/leakyRelu.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** y = x where x > 0, else slope · x */
export const leakyRelu: Page = {
  evaluate({ x }, { y }, attributes) {
    const slope = slopeOf(attributes);
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] > 0 ? x.data[i] : slope * x.data[i];
  },
  // Above 0 nothing is rounded; below, the slope itself and the product. Where the error of x reaches over 0 the steeper side counts.
  bound: ({ inputs: { x }, errors, outputs: { y }, attributes }) => {
    const slope = Math.abs(slopeOf(attributes));
    return {
      y: each(y, (i) => {
        const [value, error] = [x.data[i], errors.x.data[i]];
        if (value > error) return error;
        const rounding = gamma(2) * slope * (Math.abs(value) + error);
        return rounding + error * (value < -error ? slope : Math.max(1, slope));
      }),
    };
  },
};
