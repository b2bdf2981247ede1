/** The outputs as bars, one for each class, the answer and the truth marked. */
import { html } from "../look/elements.ts";
import { walkable } from "../look/walk.ts";

export interface OutputBars {
  readonly element: HTMLElement;
  /** @param areSlopes whether these are no outputs but what the loss changes with each: blue below 0, orange above */
  paint(outputs: ArrayLike<number>, label: number | undefined, areSlopes: boolean): void;
  /** Marks the output that is open. */
  mark(output: number | undefined): void;
}

/**
 * @param name of the whole
 * @param choose is told what was pointed at, `walkTo` what keys have come to
 */
export function outputBars(
  classes: readonly string[],
  name: string,
  choose: (output: number) => void,
  walkTo: (output: number) => void,
): OutputBars {
  const rows = classes.map((own, output) => {
    const row = html(
      "div",
      { class: "o-row", "aria-hidden": "true" },
      html("span", { class: "o-digit", title: own }, own),
      html("span", { class: "o-track" }),
    );
    row.addEventListener("click", () => choose(output));
    return row;
  });
  const element = html("div", { class: "o-bars" }, ...rows);
  const count = classes.length;
  const walk = walkable(element, name, { maps: 1, height: count, width: 1, count }, walkTo);
  // A digit's width, or what the bars can spare for a name; what is cut is in its title.
  element.style.setProperty("--o-name", classes.some(({ length }) => length > 1) ? "32px" : "10px");
  return {
    element,
    paint(outputs, label, areSlopes) {
      const best = Math.max(...Array.from(outputs));
      rows.forEach((row, output) => {
        const value = outputs[output] ?? 0;
        row.style.setProperty("--share", `${Math.min(1, areSlopes ? Math.abs(value) : Math.max(0, value))}`);
        row.classList.toggle("best", !areSlopes && outputs.length > 0 && value === best);
        row.classList.toggle("above", areSlopes && value > 0);
        row.classList.toggle("below", areSlopes && value < 0);
        row.classList.toggle("label", output === label);
      });
    },
    mark(output) {
      rows.forEach((row, own) => row.classList.toggle("open", own === output));
      if (output !== undefined) walk.stand(output);
    },
  };
}
