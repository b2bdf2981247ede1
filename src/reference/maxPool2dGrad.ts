import { windowOf } from "../operations/window.ts";
import type { Page } from "./book.ts";
import { sumOfProducts } from "./bounds.ts";
import { cellsOf, eachWindow, windowSize } from "./windows.ts";

/** dx[n,c,h,w] = Σ dy[n,c,p,q] over the windows whose index[n,c,p,q] is the place of (h, w) in them */
export const maxPool2dGrad: Page = {
  evaluate({ dy, index }, { dx }, attributes) {
    const W = dx.shape[3];
    const [, kw] = windowOf(attributes).kernel;
    dx.data.fill(0);
    eachWindow(dx.shape, dy.shape, attributes, (place, corner) => {
      const i = Math.floor(index.data[place] / kw);
      const j = index.data[place] % kw;
      dx.data[corner + i * W + j] += dy.data[place];
    });
  },
  // Where the place is open, each cell of the window may receive dy or not.
  bound(context) {
    const { inputs, errors, outputs, attributes } = context;
    const { dx: error } = sum(context);
    eachWindow(outputs.dx.shape, inputs.dy.shape, attributes, (place, corner, window) => {
      if (errors.index.data[place] === 0) return;
      const whole = Math.abs(inputs.dy.data[place]) + errors.dy.data[place];
      for (const cell of cellsOf(corner, window, outputs.dx.shape[3])) error[cell] += whole;
    });
    return { dx: error };
  },
};

const sum = sumOfProducts(["dy"], ({ attributes }) => windowSize(attributes));
