/** What one number of a pooling, forward and backward, was made from. */
import { windowOf } from "../operations/window.ts";
import { cellsOf, eachWindow, type PoolingWindow } from "../reference/windows.ts";
import type { Factor, Term } from "./opened.ts";
import type { Site } from "./site.ts";

/** Window `place` of the pooling x → y: the places of its cells inside x, and what a mean of it divides by. */
function windowAt(site: Site, x: string, y: string, place: number): { cells: number[]; count: number } {
  const [whole, pooled] = [site.array(x).shape, site.array(y).shape];
  let found: { cells: number[]; count: number } | undefined;
  eachWindow(whole, pooled, site.attributes, (at, corner, window) => {
    if (at === place) found = { cells: cellsOf(corner, window, whole[3]), count: window.count };
  });
  return found!;
}

/** Every window of the pooling x → y, with the place of its first cell. */
function windowsOf(site: Site, x: string, y: string) {
  const windows: { readonly place: number; readonly corner: number; readonly window: PoolingWindow }[] = [];
  const [whole, pooled] = [site.array(x).shape, site.array(y).shape];
  eachWindow(whole, pooled, site.attributes, (place, corner, window) => windows.push({ place, corner, window }));
  return windows;
}

/** y = max over the window's cells */
export function maxPool2dCandidates(site: Site, place: number): { candidates: Factor[]; chosen: number } {
  const candidates = windowAt(site, "x", "y", place).cells.map((cell) => site.factor("x", cell));
  const values = candidates.map(({ value }) => value);
  return { candidates, chosen: values.indexOf(Math.max(...values)) };
}

/** dx = Σ dy over the windows whose greatest cell it was: nothing, where it was never the greatest. */
export function maxPool2dGradTerms(site: Site, place: number): Term[] {
  const W = site.array("dx").shape[3];
  const [, kw] = windowOf(site.attributes).kernel;
  const winner = (at: number, corner: number) => {
    const index = site.array("index").data[at];
    return corner + Math.floor(index / kw) * W + (index % kw);
  };
  return windowsOf(site, "dx", "dy")
    .filter(({ place: at, corner }) => winner(at, corner) === place)
    .map(({ place: at }) => site.term(["dy", at]));
}

/** y = Σ x / D over the window's cells */
export function avgPool2dTerms(site: Site, place: number): Term[] {
  const { cells, count } = windowAt(site, "x", "y", place);
  return cells.map((cell) => site.share("x", cell, count));
}

/** dx = Σ dy / D over the windows that cover the cell. */
export function avgPool2dGradTerms(site: Site, place: number): Term[] {
  const W = site.array("dx").shape[3];
  return windowsOf(site, "dx", "dy")
    .filter(({ corner, window }) => cellsOf(corner, window, W).includes(place))
    .map(({ place: at, window: { count } }) => site.share("dy", at, count));
}
