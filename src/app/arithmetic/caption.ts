/** What stands above pictures of numbers. */
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { gridFormat } from "./groupPicture.ts";
import { exponent } from "./written.ts";

/** Whose numbers they are, and what the colours go up to. */
export function caption(name: Node | string): { readonly element: HTMLElement; paint(limit: number): void } {
  const scale = html("small");
  let shown = 0;
  return {
    element: html("figcaption", {}, name, scale),
    paint(limit) {
      if (limit === shown) return;
      shown = limit;
      const { power } = gridFormat(limit);
      scale.replaceChildren(` ±${figures(limit / 10 ** power)}${power === 0 ? "" : " · 10"}`);
      if (power === 0) return;
      // So little room is in a cell that its numbers are written without their power.
      scale.append(html("sup", {}, exponent(power)), ", cells in 10", html("sup", {}, exponent(power)));
    },
  };
}
