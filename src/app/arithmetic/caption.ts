/** What stands above pictures of numbers. */
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { type Group, gridFormat, hasNumbers } from "./groupPicture.ts";
import { exponent } from "./written.ts";

interface Caption {
  readonly element: HTMLElement;
  paint(limit: number): void;
}

/** Whose numbers they are, what the colours go up to, and the unit of what stands in the cells, if anything does. */
export function caption(name: Node | string, groups: readonly Group[]): Caption {
  const isWritten = groups.some(hasNumbers);
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
      scale.append(html("sup", {}, exponent(power)));
      // So little room is in a cell that its numbers are written without their power.
      if (isWritten) scale.append(", cells in 10", html("sup", {}, exponent(power)));
    },
  };
}
