import { slopeOf } from "../operations/leakyRelu.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** dx = dy where x > 0, else slope · dy */
export const leakyReluGrad: Page = {
  evaluate({ dy, x }, { dx }, attributes) {
    const slope = slopeOf(attributes);
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = x.data[i] > 0 ? dy.data[i] : slope * dy.data[i];
  },
  // Where the error of x reaches over 0 either side may be taken: they differ by (1 − slope) · dy.
  bound: ({ inputs: { dy, x }, errors, outputs: { dx }, attributes }) => {
    const slope = slopeOf(attributes);
    return {
      dx: each(dx, (i) => {
        const [g, gError] = [Math.abs(dy.data[i]), errors.dy.data[i]];
        const [value, error] = [x.data[i], errors.x.data[i]];
        if (value > error) return gError;
        const below = Math.abs(slope) * gError + gamma(2) * Math.abs(slope) * (g + gError);
        if (error === 0 || value < -error) return below;
        return Math.abs(1 - slope) * g + Math.max(gError, below);
      }),
    };
  },
};
