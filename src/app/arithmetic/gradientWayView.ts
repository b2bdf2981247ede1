/** Of a pooled number: where its gradient goes, in words and as the window with what each of its cells gets. */
import type { GradientWay } from "../../inspect/gradientWay.ts";
import type { Factor } from "../../inspect/opened.ts";
import { html } from "../look/elements.ts";
import { fraction, number, typeset } from "../look/math.ts";
import { roundLimit } from "../look/scale.ts";
import { caption } from "./caption.ts";
import { type Group, groupPicture } from "./groupPicture.ts";
import { createLines, equals, type Line, opening, side, words } from "./lines.ts";
import { elementName, type Notation, symbolIn } from "./notation.ts";
import { quantity } from "./written.ts";

/** What a cell of the window gets. */
const shareOf = ({ gradient, chosen, divisor }: GradientWay, cell: number) =>
  chosen === undefined ? gradient.value / divisor : cell === chosen ? gradient.value : 0;

function lineOf(notation: Notation, way: GradientWay): Line {
  const { gradient, cells, chosen, divisor } = way;
  const name = elementName(notation, gradient);
  const start = [side(name), equals(opening(gradient))];
  if (chosen === undefined) {
    const each = words(`goes back in equal parts: each of the ${cells.length} gets`);
    return [...start, each, side(fraction(name, number(divisor))), equals(quantity(gradient.value / divisor))];
  }
  const others = cells.length === 2 ? "; the other one gets 0" : `; the other ${cells.length - 1} get 0`;
  const end = `, the greatest${cells.length > 1 ? others : ""}`;
  return [...start, words("goes back to ", elementName(notation, cells[chosen]), end)];
}

export interface GradientWayView {
  readonly element: HTMLElement;
  paint(notation: Notation, way: GradientWay | undefined): void;
}

export function gradientWayView(open: (factor: Factor) => void): GradientWayView {
  const lines = createLines(open);
  const picture = html("div", { class: "product-line" });
  const element = html("div", { class: "gradient-way" }, lines.element, picture);
  let latest: GradientWay | undefined;
  let shown = "";
  let paintPicture: (way: GradientWay) => void = () => {};

  function build(notation: Notation, { cells, cellGradients, gradient }: GradientWay): void {
    const corner = [2, 3].map((axis) => Math.min(...cells.map(({ index }) => index[axis])));
    const at = ({ index }: Factor) => [2, 3].map((axis, k) => index[axis] - corner[k]);
    const size = [0, 1].map((k) => Math.max(...cells.map((cell) => at(cell)[k])) + 1);
    const group: Group = {
      terms: new Map(cells.map((cell, k) => [at(cell).join(), k])),
      rows: size[0],
      columns: size[1],
    };
    const known = (tensor: string) => {
      const symbol = symbolIn(notation, tensor);
      return symbol ? typeset(symbol) : tensor;
    };
    const none = () => {};
    const values = groupPicture(group, none, (cell) => latest && open(latest.cells[cell]));
    const shares = groupPicture(
      group,
      none,
      cellGradients.length === 0 ? undefined : (cell) => latest && open(latest.cellGradients[cell]),
    );
    const names = [known(cells[0].tensor), html("span", {}, "of ", known(gradient.tensor))];
    const captions = names.map((name) => caption(name, [group]));
    const sign = html("span", { class: "sign", "aria-hidden": "true" }, "←");
    const figure = (k: number, grid: HTMLElement) => html("figure", { class: "factor" }, captions[k].element, grid);
    picture.replaceChildren(
      figure(0, values.element),
      html("span", { class: "product-part" }, sign, figure(1, shares.element)),
    );
    paintPicture = (way) => {
      const numbers = [(cell: number) => way.cells[cell].value, (cell: number) => shareOf(way, cell)];
      numbers.forEach((numberOf, k) => {
        const limit = roundLimit(Math.max(...way.cells.map((_, cell) => Math.abs(numberOf(cell)))));
        captions[k].paint(limit);
        (k === 0 ? values : shares).paint(numberOf, limit);
      });
    };
  }

  return {
    element,
    paint(notation, way) {
      latest = way;
      element.hidden = way === undefined;
      lines.paint(way === undefined ? [] : [lineOf(notation, way)]);
      if (way === undefined) return;
      const key = `${way.gradient.tensor} ${way.gradient.place} ${way.cells.length}`;
      if (key !== shown) build(notation, way);
      shown = key;
      paintPicture(way);
    },
  };
}
