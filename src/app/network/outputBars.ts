/** The outputs as bars, one for each class, the answer and the truth marked. */
import { html } from "../look/elements.ts";

export interface OutputBars {
  readonly element: HTMLElement;
  paint(outputs: readonly number[], label: number | undefined): void;
}

export function outputBars(classes: number, choose: (output: number) => void): OutputBars {
  const rows = Array.from({ length: classes }, (_, output) => {
    const row = html(
      "li",
      { class: "o-row" },
      html("span", { class: "o-digit" }, `${output}`),
      html("span", { class: "o-track" }),
    );
    row.addEventListener("click", () => choose(output));
    return row;
  });
  const element = html("ol", { class: "o-bars", "aria-hidden": "true" }, ...rows);
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
