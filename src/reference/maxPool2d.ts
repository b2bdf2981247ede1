import { windowOf } from "../operations/window.ts";
import type { Page } from "./book.ts";
import { each } from "./bounds.ts";
import { cellsOf, eachWindow, windowSize } from "./windows.ts";

/** y = max over the cells of each window that lie inside x; index = i·kw + j of the first that is greatest */
export const maxPool2d: Page = {
  evaluate({ x }, { y, index }, attributes) {
    const W = x.shape[3];
    const [, kw] = windowOf(attributes).kernel;
    eachWindow(x.shape, y.shape, attributes, (place, corner, { rows, columns }) => {
      let bestI = rows[0];
      let bestJ = columns[0];
      for (let i = rows[0]; i < rows[1]; i++)
        for (let j = columns[0]; j < columns[1]; j++) {
          if (x.data[corner + i * W + j] > x.data[corner + bestI * W + bestJ]) {
            bestI = i;
            bestJ = j;
          }
        }
      y.data[place] = x.data[corner + bestI * W + bestJ];
      index.data[place] = bestI * kw + bestJ;
    });
  },
  // Comparing rounds nothing: |max a − max b| ≤ max |a − b| over the window. Where another cell comes as near to the greatest as
  // the errors of both reach, it may win: then every place is allowed.
  bound({ inputs: { x }, errors, outputs: { y, index }, attributes }) {
    const W = x.shape[3];
    const [, kw] = windowOf(attributes).kernel;
    const places = new Float64Array(index.data.length);
    const worst = new Float64Array(y.data.length);
    eachWindow(x.shape, y.shape, attributes, (place, corner, window) => {
      const cells = cellsOf(corner, window, W);
      const winner = corner + Math.floor(index.data[place] / kw) * W + (index.data[place] % kw);
      const mayWin = (cell: number) => {
        const reach = errors.x.data[cell] + errors.x.data[winner];
        return cell !== winner && reach > 0 && y.data[place] - x.data[cell] <= reach;
      };
      if (cells.some(mayWin)) places[place] = windowSize(attributes) - 1;
      worst[place] = Math.max(...cells.map((cell) => errors.x.data[cell]));
    });
    return { y: each(y, (o) => worst[o]), index: places };
  },
};
