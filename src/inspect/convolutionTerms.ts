/** The products that sum up to one number of a convolution, forward and backward. */
import { convolutionOf } from "../operations/convolution.ts";
import type { Term } from "./opened.ts";
import { indexOf, placeOf, type Site } from "./site.ts";

/** One axis of a convolution: window `p` sees with tap `i` the cell `p·stride + i·dilation − before`. */
interface Axis {
  readonly windows: number;
  readonly taps: number;
  readonly cells: number;
  readonly cellOf: (window: number, tap: number) => number;
}

/** How a convolution x ⊛ weight → y moves along height and width, and which maps belong together. */
function movesOf(site: Site, roles: { readonly x: string; readonly weight: string; readonly y: string }) {
  const { stride, padding, dilation, groups } = convolutionOf(site.attributes);
  const [x, weight, y] = [roles.x, roles.weight, roles.y].map((role) => site.array(role).shape);
  const axis = (a: 0 | 1): Axis => ({
    windows: y[2 + a],
    taps: weight[2 + a],
    cells: x[2 + a],
    cellOf: (window, tap) => window * stride[a] + tap * dilation[a] - padding[2 * a],
  });
  return { x, weight, y, height: axis(0), width: axis(1), perGroup: { out: y[1] / groups, in: weight[1] } };
}

const isCell = ({ cells }: Axis, cell: number) => cell >= 0 && cell < cells;

/** y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, g·C/G + c, …] · weight[m,c,i,j]. Terms in the padding, which are 0, are left out. */
export function conv2dTerms(site: Site, place: number): Term[] {
  const { x, weight, y, height, width, perGroup } = movesOf(site, { x: "x", weight: "weight", y: "y" });
  const [n, m, p, q] = indexOf(y, place);
  const first = Math.floor(m / perGroup.out) * perGroup.in;
  const terms: Term[] = [];
  for (let c = 0; c < perGroup.in; c++)
    for (let i = 0; i < height.taps; i++)
      for (let j = 0; j < width.taps; j++) {
        const [h, w] = [height.cellOf(p, i), width.cellOf(q, j)];
        if (!isCell(height, h) || !isCell(width, w)) continue;
        terms.push(site.term(["x", placeOf(x, [n, first + c, h, w])], ["weight", placeOf(weight, [m, c, i, j])]));
      }
  return terms;
}

/** dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, g·C/G + c, …] · dy[n,m,p,q]: what the tap saw at every window, times what that window's output has to do with L. */
export function conv2dWeightGradTerms(site: Site, place: number): Term[] {
  const { x, weight, y, height, width, perGroup } = movesOf(site, { x: "x", weight: "dw", y: "dy" });
  const [m, c, i, j] = indexOf(weight, place);
  const map = Math.floor(m / perGroup.out) * perGroup.in + c;
  const terms: Term[] = [];
  for (let n = 0; n < y[0]; n++)
    for (let p = 0; p < height.windows; p++)
      for (let q = 0; q < width.windows; q++) {
        const [h, w] = [height.cellOf(p, i), width.cellOf(q, j)];
        if (!isCell(height, h) || !isCell(width, w)) continue;
        terms.push(site.term(["x", placeOf(x, [n, map, h, w])], ["dy", placeOf(y, [n, m, p, q])]));
      }
  return terms;
}

/** dx[n,c,h,w] = Σ dy[n,m,p,q] · weight[m, c mod C/G, i, j] over every window and tap that saw the cell. */
export function conv2dInputGradTerms(site: Site, place: number): Term[] {
  const { x, weight, y, height, width, perGroup } = movesOf(site, { x: "dx", weight: "weight", y: "dy" });
  const [n, c, h, w] = indexOf(x, place);
  const first = Math.floor(c / perGroup.in) * perGroup.out;
  const [rows, columns] = [windowsThatSee(height, h), windowsThatSee(width, w)];
  const terms: Term[] = [];
  for (let m = first; m < first + perGroup.out; m++)
    for (const [i, p] of rows)
      for (const [j, q] of columns) {
        const tap = placeOf(weight, [m, c % perGroup.in, i, j]);
        terms.push(site.term(["dy", placeOf(y, [n, m, p, q])], ["weight", tap]));
      }
  return terms;
}

/** Taps and windows along an axis that see a cell. */
function windowsThatSee({ windows, taps, cellOf }: Axis, cell: number): [tap: number, window: number][] {
  const seen: [tap: number, window: number][] = [];
  for (let tap = 0; tap < taps; tap++)
    for (let window = 0; window < windows; window++) if (cellOf(window, tap) === cell) seen.push([tap, window]);
  return seen;
}
