/** Which digit is taken for which: row the label, column the answer. */
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { shownEvaluation } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

/** From this level on the cell is dark enough (in dark mode: light enough) to need the other text colour. */
const deep = 0.7;

export function confusionView(): View {
  const place = byId("confusion");
  let cells: HTMLTableCellElement[][] = [];

  function build(classes: number): void {
    const digits = Array.from({ length: classes }, (_, digit) => `${digit}`);
    cells = digits.map(() => digits.map(() => html("td")));
    const head = html(
      "tr",
      {},
      html("th", {}, html("span", { class: "visually-hidden" }, "label")),
      ...digits.map((digit) => html("th", { scope: "col" }, digit)),
    );
    const rows = cells.map((row, digit) => html("tr", {}, html("th", { scope: "row" }, `${digit}`), ...row));
    place.replaceChildren(
      html("table", {}, html("caption", {}, "Confusion matrix"), html("thead", {}, head), html("tbody", {}, ...rows)),
      html("small", {}, "Row: label, column: answer, shade: √share of the row."),
    );
  }

  const structure = dependingOn(
    ({ run }) => [run?.classes ?? 10],
    ({ run }) => build(run?.classes ?? 10),
  );
  const content = dependingOn(
    (state) => [shownEvaluation(state), state.run?.classes],
    (state) => {
      const confusion = shownEvaluation(state)?.confusion;
      for (const [label, row] of cells.entries()) {
        const total = confusion?.[label]?.reduce((all, n) => all + n, 0) ?? 0;
        for (const [answer, cell] of row.entries()) {
          const n = confusion?.[label]?.[answer] ?? 0;
          const level = total > 0 ? Math.sqrt(n / total) : 0;
          cell.textContent = n > 0 ? `${n}` : "";
          cell.title = n > 0 ? `${count(n)} times a ${label} was taken for a ${answer}` : "";
          cell.style.setProperty("--level", level.toFixed(3));
          cell.classList.toggle("deep", level > deep);
        }
      }
    },
  );
  return (state) => {
    structure(state);
    content(state);
  };
}
