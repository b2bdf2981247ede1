/** A sum of products as pictures: what is multiplied, cell by cell, and what comes of it; numbers in the cells where they have room. */
import type { Factor, Sum, Term } from "../../inspect/opened.ts";
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { diverging, inkOn, roundLimit } from "../look/scale.ts";
import { cellAt, createTile, paintTile } from "../look/tile.ts";
import { walkable } from "../look/walk.ts";

/** Cells across up to which numbers stand in them. */
const legible = 7;
/** Pixels of a cell without a number, and of a whole picture. */
const cells = { most: 14, picture: 168 };
/** Cells across of a sum that has no rows and columns of its own. */
const across = 16;

/** What the colours say, until one of the cells is pointed at. */
const hint =
  "Orange is above 0, blue below, the fullest at the number beside each name. Point at a cell to read it; click it to open it.";

/** Terms that belong together, each at its row and column. */
interface Group {
  readonly terms: ReadonlyMap<string, Term>;
  readonly rows: number;
  readonly columns: number;
  readonly sum: number;
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
  const placed = new Map<number, { term: Term; row: number; column: number }[]>();
  sum.terms.forEach((term, at) => {
    const [group, row, column] = placeOf(sum, term, at);
    placed.set(group, [...(placed.get(group) ?? []), { term, row, column }]);
  });
  return [...placed.values()].map((list) => ({
    terms: new Map(list.map(({ term, row, column }) => [`${row},${column}`, term])),
    rows: Math.max(...list.map(({ row }) => row)) + 1,
    columns: Math.max(...list.map(({ column }) => column)) + 1,
    sum: list.reduce((total, { term }) => total + term.product, 0),
  }));
}

type Open = (factor: Factor) => void;

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

/** One picture of a group: a number for each term. */
function picture(
  group: Group,
  numberOf: (term: Term) => number,
  limit: number,
  onPoint: (term: Term) => void,
  onChoose?: (term: Term) => void,
): HTMLElement {
  const { rows, columns, terms } = group;
  const scale = diverging();
  if (columns <= legible && rows <= legible) {
    const grid = html("div", { class: "number-grid" });
    grid.style.setProperty("--columns", `${columns}`);
    const { write } = gridFormat(limit);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const term = terms.get(`${row},${column}`);
        const cell = html(onChoose && term ? "button" : "span", { class: "number-cell" });
        if (term !== undefined) {
          const value = numberOf(term);
          const colour = scale(value / limit);
          cell.style.background = `rgb(${colour.join(" ")})`;
          cell.style.color = inkOn(colour);
          cell.textContent = write(value);
          cell.title = figures(value);
          cell.addEventListener("pointerenter", () => onPoint(term));
          cell.addEventListener("focus", () => onPoint(term));
          if (onChoose) cell.addEventListener("click", () => onChoose(term));
        }
        grid.append(cell);
      }
    return grid;
  }
  const tile = createTile(columns, rows);
  const values = new Float64Array(rows * columns);
  for (const [key, term] of terms) {
    const [row, column] = key.split(",").map(Number);
    values[row * columns + column] = numberOf(term);
  }
  paintTile(tile, values, 0, limit, scale);
  const cell = Math.max(2, Math.min(cells.most, Math.floor(cells.picture / Math.max(rows, columns))));
  tile.style.width = `${cell * columns}px`;
  tile.style.height = `${cell * rows}px`;
  const withTerm = (act: (term: Term) => void) => (row: number, column: number) => {
    const term = terms.get(`${row},${column}`);
    if (term) act(term);
  };
  const pointAt = withTerm(onPoint);
  tile.addEventListener("pointermove", (event) => pointAt(...cellAt(tile, event)));
  if (onChoose === undefined) return tile;
  const chooseAt = withTerm(onChoose);
  tile.classList.add("choosable");
  tile.addEventListener("click", (event) => chooseAt(...cellAt(tile, event)));
  // With keys one walks to a cell first: opening it would put another sum in the place of this one.
  const cursor = html("span", { class: "cursor", hidden: "" });
  const walked = html("div", { class: "walked-tile" }, tile, cursor);
  const shape = { maps: 1, height: rows, width: columns, count: rows * columns };
  const name = `${rows} by ${columns} numbers: Enter opens one`;
  walkable(
    walked,
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
  return walked;
}

const greatest = (terms: readonly Term[], numberOf: (term: Term) => number) =>
  roundLimit(terms.reduce((most, term) => Math.max(most, Math.abs(numberOf(term))), 0));

/** What stands above a column of pictures: whose numbers they are, and what the colours go up to. */
function caption(name: Node | string, limit: number): HTMLElement {
  const { power } = gridFormat(limit);
  const scale = html("small", {}, power === 0 ? ` ±${figures(limit)}` : " · 10");
  if (power !== 0) scale.append(html("sup", {}, `${power}`.replace("-", "−")));
  return html("figcaption", {}, name, scale);
}

/**
 * The pictures of a sum of products, a line for each group; of terms with a single factor, one picture for each.
 *
 * @param names of the factors
 */
export function productGrids(sum: Sum, names: readonly Node[], open: Open): HTMLElement {
  const isProduct = names.length > 1;
  const columns = names.map((name, k) => {
    const numberOf = (term: Term) => term.factors[k].value;
    const choose = (term: Term) => open(term.factors[k]);
    return { name, numberOf, choose, limit: greatest(sum.terms, numberOf) };
  });
  const product = ({ product: value }: Term) => value;
  const productLimit = greatest(sum.terms, product);
  const readout = html("p", { class: "quiet readout" }, hint);
  const point = ({ factors, divisor, product: value }: Term) => {
    const written = factors.map(({ value: factor }) => figures(factor)).join(" × ");
    readout.textContent = `${written}${divisor === 1 ? "" : ` / ${divisor}`}${isProduct || divisor !== 1 ? ` = ${figures(value)}` : ""}`;
  };
  const sign = (text: string) => html("span", { class: "sign", "aria-hidden": "true" }, text);
  const part = (...both: HTMLElement[]) => html("span", { class: "product-part" }, ...both);
  const lines = groupsOf(sum).map((group, line) => {
    const figure = (name: Node | string, limit: number, grid: HTMLElement) =>
      html("figure", { class: "factor" }, ...(line === 0 ? [caption(name, limit)] : []), grid);
    const parts = columns.map(({ name, numberOf, choose, limit }, k) => {
      const own = figure(name, limit, picture(group, numberOf, limit, point, choose));
      return k === 0 ? own : part(sign("×"), own);
    });
    if (isProduct)
      parts.push(part(sign("="), figure("products", productLimit, picture(group, product, productLimit, point))));
    parts.push(part(sign("Σ"), html("span", { class: "group-sum" }, figures(group.sum))));
    return html("div", { class: "product-line" }, ...parts);
  });
  return html("div", { class: "products" }, ...lines, readout);
}
