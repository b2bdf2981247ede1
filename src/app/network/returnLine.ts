/** The way back: from the loss through every layer to the weights. */
import type { Recipe } from "../../model/recipe.ts";
import { html, svg } from "../look/elements.ts";
import { partial, symbol, typeset } from "../look/math.ts";
import { updateFormula } from "../recipe/updateFormula.ts";

export function returnLine({ optimizer }: Recipe): HTMLElement {
  const line = svg(
    "svg",
    { class: "return-line", "aria-hidden": "true" },
    svg("line", { class: "arrow moving", x1: "100%", x2: 2, y1: 8, y2: 8 }),
    svg("path", { class: "arrow", d: "M6 4L2 8l4 4" }),
  );
  return html(
    "div",
    { class: "return" },
    html("div", { class: "update" }, typeset(updateFormula(optimizer)), html("small", {}, "update")),
    html("div", { class: "backward" }, line, html("small", {}, "gradients flow back")),
    html("div", { class: "backward" }, typeset(partial(symbol("L"), symbol("o"))), html("small", {}, "loss")),
  );
}
