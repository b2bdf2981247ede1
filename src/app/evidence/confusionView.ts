/** Which digit is taken for which: row the label, column the answer. */
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { className } from "../own/own.ts";
import { type PageState, shownEvaluation } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

/** From this level on the cell is dark enough (in dark mode: light enough) to need the other text colour. */
const deep = 0.7;

export function confusionView(): View {
  const place = byId("confusion");
  let cells: HTMLTableCellElement[][] = [];

  const judged = html("span");
  let digits: readonly string[] = [];

  function build(state: PageState): void {
    digits = Array.from({ length: state.run?.classes ?? 10 }, (_, digit) => className(state, digit));
    cells = digits.map(() => digits.map(() => html("td")));
    const head = html(
      "tr",
      {},
      html("th", {}, html("span", { class: "visually-hidden" }, "label")),
      ...digits.map((digit) => html("th", { scope: "col", title: digit }, digit)),
    );
    const rows = cells.map((row, digit) =>
      html("tr", {}, html("th", { scope: "row", title: digits[digit] }, digits[digit]), ...row),
    );
    place.replaceChildren(
      html("table", {}, html("caption", {}, "Confusion matrix"), html("thead", {}, head), html("tbody", {}, ...rows)),
      html("small", {}, "Row: label, column: answer, shade: √share of the row. ", judged),
    );
  }

  const structure = dependingOn(({ run, own, settings }) => [run?.classes ?? 10, own.report, settings.data], build);
  const content = dependingOn(
    (state) => [shownEvaluation(state), state.run?.classes, state.own.report, state.settings.data],
    (state) => {
      const { confusion, step } = shownEvaluation(state) ?? {};
      judged.textContent = step === undefined ? "" : `Tested after step ${count(step)}.`;
      for (const [label, row] of cells.entries()) {
        const total = confusion?.[label]?.reduce((all, n) => all + n, 0) ?? 0;
        for (const [answer, cell] of row.entries()) {
          const n = confusion?.[label]?.[answer] ?? 0;
          const level = total > 0 ? Math.sqrt(n / total) : 0;
          cell.textContent = n > 0 ? `${n}` : "";
          cell.title = n > 0 ? `${count(n)} times ${digits[label]} was taken for ${digits[answer]}` : "";
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
