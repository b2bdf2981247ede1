/** One picture of numbers that belong together: in cells where they are few, else as pixels. */
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { diverging, inkOn } from "../look/scale.ts";
import { cellAt, createTile, paintTile } from "../look/tile.ts";
import { walkable } from "../look/walk.ts";

/** Cells across up to which numbers stand in them. */
const legible = 7;
/** Pixels of a cell without a number, and of a whole picture. */
const cells = { most: 14, picture: 168 };
/** Terms that belong together, by their places in the sum, each at its row and column. */
export interface Group {
  readonly terms: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly columns: number;
}

/** How numbers of at most this size are written in little room: the power of ten that all of them are multiplied by, and the digits left. */
export function gridFormat(limit: number): { readonly power: number; readonly write: (value: number) => string } {
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

export type Act = (term: number) => void;

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

/** Whether numbers stand in a group's cells. */
export const hasNumbers = ({ rows, columns }: Group): boolean => columns <= legible && rows <= legible;

/** @param choose is told of the term that is to be opened; absent where none can be */
export function groupPicture(group: Group, point: Act, choose?: Act): Picture {
  return (hasNumbers(group) ? numberGrid : pixels)(group, point, choose);
}
