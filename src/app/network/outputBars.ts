/** The outputs as bars, one for each class, the answer and the truth marked. */
import { html } from "../look/elements.ts";
import { walkable } from "../look/walk.ts";

export interface OutputBars {
  readonly element: HTMLElement;
  paint(outputs: readonly number[], label: number | undefined): void;
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
    paint(outputs, label) {
      const best = Math.max(...outputs);
      rows.forEach((row, output) => {
        const share = Math.min(1, Math.max(0, outputs[output] ?? 0));
        row.style.setProperty("--share", `${share}`);
        row.classList.toggle("best", outputs.length > 0 && outputs[output] === best);
        row.classList.toggle("label", output === label);
      });
    },
    mark(output) {
      rows.forEach((row, own) => row.classList.toggle("open", own === output));
      if (output !== undefined) walk.stand(output);
    },
  };
}
