/** The way back: from the loss through every layer to the weights. */
import type { Recipe } from "../../model/recipe.ts";
import { html, svg } from "../look/elements.ts";
import { type Formula, partial, symbol, typeset } from "../look/math.ts";
import { updateOf } from "../recipe/updateFormula.ts";

/** @param outputs the symbol of what the loss is computed from */
export function returnLine({ optimizer }: Recipe, outputs: Formula): HTMLElement {
  const line = svg(
    "svg",
    { class: "return-line", "aria-hidden": "true" },
    svg("line", { class: "arrow moving", x1: "100%", x2: 2, y1: 8, y2: 8 }),
    svg("path", { class: "arrow", d: "M6 4L2 8l4 4" }),
  );
  return html(
    "div",
    { class: "return" },
    html("div", { class: "update" }, typeset(updateOf(optimizer).step), html("small", {}, "update")),
    html("div", { class: "backward" }, line, html("small", {}, "gradients flow back")),
    html("div", { class: "loss" }, typeset(partial(symbol("L"), outputs)), html("small", {}, "loss")),
  );
}
