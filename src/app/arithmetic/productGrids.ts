/** A sum of products as pictures: what is multiplied, cell by cell, and what comes of it; numbers in the cells where they have room. */
import type { Factor, Sum, Term } from "../../inspect/opened.ts";
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { roundLimit } from "../look/scale.ts";
import { caption } from "./caption.ts";
import { type Act, type Group, groupPicture } from "./groupPicture.ts";
import { writeNumber } from "./written.ts";

/** Cells across of a sum that has no rows and columns of its own. */
const across = 16;

/** What the colours say, until one of the cells is pointed at. */
const hint =
  "Orange is above 0, blue below, the fullest at the number beside each name. Point at a cell to read it; click it to open it.";

/** Where a term stands: which group, row and column. Windows and maps have such; other sums are written line by line. */
function placeOf({ op }: Sum, { factors }: Term, at: number): [group: number, row: number, column: number] {
  const { index } = factors.at(-1)!;
  if (op === "conv2d") return [index[1], index[2], index[3]];
  if (op === "conv2dInputGrad") return [index[0], index[2], index[3]];
  if (op === "conv2dWeightGrad" || op === "addBiasGrad") return [0, index[2] ?? 0, index[3] ?? at];
  return [0, Math.floor(at / across), at % across];
}

function groupsOf(sum: Sum): Group[] {
  const placed = new Map<number, { term: number; row: number; column: number }[]>();
  sum.terms.forEach((term, at) => {
    const [group, row, column] = placeOf(sum, term, at);
    const list = placed.get(group) ?? [];
    list.push({ term: at, row, column });
    placed.set(group, list);
  });
  return [...placed.values()].map((list) => ({
    terms: new Map(list.map(({ term, row, column }) => [`${row},${column}`, term])),
    rows: Math.max(...list.map(({ row }) => row)) + 1,
    columns: Math.max(...list.map(({ column }) => column)) + 1,
  }));
}

/** Two sums of one key have the same terms at the same places, with other numbers. */
export const gridsKey = ({ tensor, place, terms }: Sum): string =>
  [tensor, place, ...terms.map(({ factors }) => factors.map(({ place: at }) => at).join("·"))].join(" ");

export interface ProductGrids {
  readonly element: HTMLElement;
  /** @param sum of the same key */
  paint(sum: Sum): void;
}

/**
 * The pictures of a sum of products, a line for each group; of terms with a single factor, one picture for each. One line is painted at
 * once, the others frame by frame: all of them together would hold the page up.
 *
 * @param names of the factors
 */
export function productGrids(first: Sum, names: readonly Node[], open: (factor: Factor) => void): ProductGrids {
  let sum = first;
  const groups = groupsOf(first);
  const isProduct = names.length > 1;
  const readout = html("p", { class: "quiet readout" }, hint);
  const point: Act = (term) => {
    const { factors, divisor, product } = sum.terms[term];
    const written = factors.map(({ value }) => figures(value)).join(" × ");
    readout.textContent = `${written}${divisor === 1 ? "" : ` / ${divisor}`}${isProduct || divisor !== 1 ? ` = ${figures(product)}` : ""}`;
  };
  const columns = names.map((name, k) => ({
    caption: caption(name, groups),
    numberOf: (term: number) => sum.terms[term].factors[k].value,
    choose: ((term) => open(sum.terms[term].factors[k])) as Act | undefined,
  }));
  const product = (term: number) => sum.terms[term].product;
  if (isProduct) columns.push({ caption: caption("products", groups), numberOf: product, choose: undefined });
  const sign = (text: string) => html("span", { class: "sign", "aria-hidden": "true" }, text);
  const part = (...both: HTMLElement[]) => html("span", { class: "product-part" }, ...both);
  const signs = columns.map(({ choose }, k) => (k === 0 ? undefined : sign(choose ? "×" : "=")));

  type LinePainter = (limits: readonly number[]) => void;
  function lineOf(group: Group, isFirst: boolean): [element: HTMLElement, paint: LinePainter] {
    const pictures = columns.map(({ choose }) => groupPicture(group, point, choose));
    const parts = columns.map(({ caption }, k) => {
      const figure = html("figure", { class: "factor" }, ...(isFirst ? [caption.element] : []), pictures[k].element);
      const own = signs[k]?.cloneNode(true) as HTMLElement | undefined;
      return own === undefined ? figure : part(own, figure);
    });
    const total = html("span", { class: "group-sum" });
    const terms = [...group.terms.values()];
    const paint: LinePainter = (limits) => {
      columns.forEach(({ numberOf }, k) => pictures[k].paint(numberOf, limits[k]));
      writeNumber(
        total,
        terms.reduce((all, term) => all + product(term), 0),
      );
    };
    return [html("div", { class: "product-line" }, ...parts, part(sign("Σ"), total)), paint];
  }

  const painters: LinePainter[] = [];
  const lines = html("div", { class: "products" });
  const element = html("div", { class: "products" }, lines, readout);
  let limits: readonly number[] = [];
  let next = 0;
  let left = 0;

  function paintLine(): void {
    if (next === painters.length) {
      const [line, paint] = lineOf(groups[next], next === 0);
      painters.push(paint);
      lines.append(line);
    }
    painters[next](limits);
    next = (next + 1) % groups.length;
    left--;
  }
  function paintOthers(): void {
    // Another number may be open by now.
    if (!element.isConnected) return;
    paintLine();
    if (left > 0) requestAnimationFrame(paintOthers);
  }
  return {
    element,
    paint(latest) {
      sum = latest;
      const numbers = Array.from(sum.terms.keys());
      limits = columns.map(({ numberOf }) =>
        roundLimit(numbers.reduce((most, term) => Math.max(most, Math.abs(numberOf(term))), 0)),
      );
      columns.forEach(({ caption }, k) => caption.paint(limits[k]));
      const isUnderWay = left > 0;
      // All once more, from the one on that has its turn: where there are many, the last come to theirs all the same.
      left = groups.length;
      if (isUnderWay) return;
      paintLine();
      // Not in the frame that lays this one out.
      if (left > 0) requestAnimationFrame(() => requestAnimationFrame(paintOthers));
    },
  };
}
