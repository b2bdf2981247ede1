/** A sum of products as pictures: what is multiplied, cell by cell, and what comes of it; numbers in the cells where they have room. */
import type { Factor, Sum, Term } from "../../inspect/opened.ts";
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { diverging, inkOn, roundLimit } from "../look/scale.ts";
import { cellAt, createTile, paintTile } from "../look/tile.ts";
import { walkable } from "../look/walk.ts";
import { writeNumber } from "./written.ts";

/** Cells across up to which numbers stand in them. */
const legible = 7;
/** Pixels of a cell without a number, and of a whole picture. */
const cells = { most: 14, picture: 168 };
/** Cells across of a sum that has no rows and columns of its own. */
const across = 16;

/** What the colours say, until one of the cells is pointed at. */
const hint =
  "Orange is above 0, blue below, the fullest at the number beside each name. Point at a cell to read it; click it to open it.";

/** Terms that belong together, by their places in the sum, each at its row and column. */
interface Group {
  readonly terms: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly columns: number;
}

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

/** How numbers of at most this size are written in little room: the power of ten that all of them are multiplied by, and the digits left. */
function gridFormat(limit: number): { readonly power: number; readonly write: (value: number) => string } {
  const power = limit >= 0.05 && limit < 1000 ? 0 : Math.floor(Math.log10(limit));
  const digits = limit / 10 ** power < 10 ? 2 : 0;
  return {
    power,
    write: (value) =>
      value === 0
        ? "0"
        : (value / 10 ** power)
            .toFixed(digits)
            .replace(/^-(?=.*[1-9])/, "−")
            .replace("-", ""),
  };
}

type Act = (term: number) => void;

/** One picture of a group: a number for each term. */
interface Picture {
  readonly element: HTMLElement;
  paint(numberOf: (term: number) => number, limit: number): void;
}

/** Numbers in cells, as long as these are few. */
function numberGrid({ rows, columns, terms }: Group, point: Act, choose?: Act): Picture {
  const element = html("div", { class: "number-grid" });
  element.style.setProperty("--columns", `${columns}`);
  const cells: {
    readonly cell: HTMLElement;
    readonly term: number;
    value?: number;
    colour?: string;
    words?: string;
  }[] = [];
  const termOf = new WeakMap<EventTarget, number>();
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const term = terms.get(`${row},${column}`);
      const cell = html(choose && term !== undefined ? "button" : "span", { class: "number-cell" });
      if (term !== undefined) {
        cells.push({ cell, term });
        termOf.set(cell, term);
      }
      element.append(cell);
    }
  const on = (event: "pointerover" | "focusin" | "click", act: Act) =>
    element.addEventListener(event, ({ target }) => {
      const term = target && termOf.get(target);
      if (term !== undefined && term !== null) act(term);
    });
  on("pointerover", point);
  on("focusin", point);
  if (choose) on("click", choose);
  return {
    element,
    paint(numberOf, limit) {
      const scale = diverging();
      const { write } = gridFormat(limit);
      for (const one of cells) {
        const { cell, term } = one;
        const value = numberOf(term);
        const rgb = scale(value / limit);
        const [words, colour] = [write(value), `rgb(${rgb.map(Math.round).join(" ")})`];
        // What stays as it is costs nothing.
        if (one.words !== words) cell.textContent = words;
        if (one.value !== value) cell.title = figures(value);
        if (one.colour !== colour) Object.assign(cell.style, { background: colour, color: inkOn(rgb) });
        Object.assign(one, { words, value, colour });
      }
    },
  };
}

/** Pixels, where there are many. */
function pixels({ rows, columns, terms }: Group, point: Act, choose?: Act): Picture {
  const tile = createTile(columns, rows);
  const places = [...terms].map(([key, term]) => {
    const [row, column] = key.split(",").map(Number);
    return [row * columns + column, term] as const;
  });
  const values = new Float64Array(rows * columns);
  const cell = Math.max(2, Math.min(cells.most, Math.floor(cells.picture / Math.max(rows, columns))));
  tile.style.width = `${cell * columns}px`;
  tile.style.height = `${cell * rows}px`;
  const paint: Picture["paint"] = (numberOf, limit) => {
    for (const [place, term] of places) values[place] = numberOf(term);
    paintTile(tile, values, 0, limit, diverging());
  };
  const withTerm = (act: Act) => (row: number, column: number) => {
    const term = terms.get(`${row},${column}`);
    if (term !== undefined) act(term);
  };
  const pointAt = withTerm(point);
  tile.addEventListener("pointermove", (event) => pointAt(...cellAt(tile, event)));
  if (choose === undefined) return { element: tile, paint };
  const chooseAt = withTerm(choose);
  tile.classList.add("choosable");
  tile.addEventListener("click", (event) => chooseAt(...cellAt(tile, event)));
  // With keys one walks to a cell first: opening it would put another sum in the place of this one.
  const cursor = html("span", { class: "cursor", hidden: "" });
  const element = html("div", { class: "walked-tile" }, tile, cursor);
  const shape = { maps: 1, height: rows, width: columns, count: rows * columns };
  const name = `${rows} by ${columns} numbers: Enter opens one`;
  walkable(
    element,
    name,
    shape,
    (at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      cursor.hidden = false;
      Object.assign(cursor.style, {
        left: `${column * cell}px`,
        top: `${row * cell}px`,
        width: `${cell}px`,
        height: `${cell}px`,
      });
      pointAt(row, column);
    },
    (at) => chooseAt(Math.floor(at / columns), at % columns),
  );
  return { element, paint };
}

/** What stands above a column of pictures: whose numbers they are, and what the colours go up to. */
function caption(name: Node | string): { readonly element: HTMLElement; paint(limit: number): void } {
  const scale = html("small");
  let shown = 0;
  return {
    element: html("figcaption", {}, name, scale),
    paint(limit) {
      if (limit === shown) return;
      shown = limit;
      const { power } = gridFormat(limit);
      scale.replaceChildren(power === 0 ? ` ±${figures(limit)}` : " · 10");
      if (power !== 0) scale.append(html("sup", {}, `${power}`.replace("-", "−")));
    },
  };
}

export interface ProductGrids {
  readonly element: HTMLElement;
  /** @param sum of the same key */
  paint(sum: Sum): void;
}

/**
 * The pictures of a sum of products, a line for each group; of terms with a single factor, one picture for each. They are there once
 * painted: the first lines at once, others one by one, so that between them the page answers.
 *
 * @param names of the factors
 */
export function productGrids(first: Sum, names: readonly Node[], open: (factor: Factor) => void): ProductGrids {
  let sum = first;
  const isProduct = names.length > 1;
  const readout = html("p", { class: "quiet readout" }, hint);
  const point: Act = (term) => {
    const { factors, divisor, product } = sum.terms[term];
    const written = factors.map(({ value }) => figures(value)).join(" × ");
    readout.textContent = `${written}${divisor === 1 ? "" : ` / ${divisor}`}${isProduct || divisor !== 1 ? ` = ${figures(product)}` : ""}`;
  };
  const columns = names.map((name, k) => ({
    caption: caption(name),
    numberOf: (term: number) => sum.terms[term].factors[k].value,
    choose: ((term) => open(sum.terms[term].factors[k])) as Act | undefined,
  }));
  const product = (term: number) => sum.terms[term].product;
  if (isProduct) columns.push({ caption: caption("products"), numberOf: product, choose: undefined });
  const sign = (text: string) => html("span", { class: "sign", "aria-hidden": "true" }, text);
  const part = (...both: HTMLElement[]) => html("span", { class: "product-part" }, ...both);
  const signs = columns.map(({ choose }, k) => (k === 0 ? undefined : sign(choose ? "×" : "=")));

  type LinePainter = (limits: readonly number[]) => void;
  function lineOf(group: Group, isFirst: boolean): [element: HTMLElement, paint: LinePainter] {
    const pictures = columns.map(({ choose }) =>
      (group.columns <= legible && group.rows <= legible ? numberGrid : pixels)(group, point, choose),
    );
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

  const limitsNow = () =>
    columns.map(({ numberOf }) =>
      roundLimit(sum.terms.reduce((most, _, term) => Math.max(most, Math.abs(numberOf(term))), 0)),
    );
  const waiting = groupsOf(first);
  const painters: LinePainter[] = [];
  const lines = html("div", { class: "products" });
  const element = html("div", { class: "products" }, lines, readout);

  function addLine(): void {
    const [line, paint] = lineOf(waiting.shift()!, painters.length === 0);
    paint(limitsNow());
    painters.push(paint);
    lines.append(line);
  }
  function addOthers(): void {
    // Another number may be open by now.
    if (!element.isConnected) return;
    addLine();
    if (waiting.length > 0) setTimeout(addOthers);
  }
  addLine();
  if (waiting.length > 0) setTimeout(addOthers);
  return {
    element,
    paint(latest) {
      sum = latest;
      const limits = limitsNow();
      columns.forEach(({ caption }, k) => caption.paint(limits[k]));
      for (const paint of painters) paint(limits);
    },
  };
}
