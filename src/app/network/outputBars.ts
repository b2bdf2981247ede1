/** The outputs as bars, one for each class, the answer and the truth marked. */
import { html } from "../look/elements.ts";

export interface OutputBars {
  readonly element: HTMLElement;
  paint(outputs: readonly number[], label: number | undefined): void;
}

export function outputBars(classes: readonly string[], choose: (output: number) => void): OutputBars {
  const rows = classes.map((name, output) => {
    const row = html(
      "li",
      { class: "o-row" },
      html("span", { class: "o-digit", title: name }, name),
      html("span", { class: "o-track" }),
    );
    row.addEventListener("click", () => choose(output));
    return row;
  });
  const element = html("ol", { class: "o-bars", "aria-hidden": "true" }, ...rows);
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
  };
}
