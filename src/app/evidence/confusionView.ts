/** Which digit is taken for which: row the label, column the answer. */
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { inkOn, shades } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { className } from "../own/own.ts";
import { type PageState, shownEvaluation } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

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
  /** Changes with the theme, whose colours are the shades’. */
  let themes = 0;
  const content = dependingOn(
    (state) => [themes, shownEvaluation(state), state.run?.classes, state.own.report, state.settings.data],
    (state) => {
      const { confusion, step } = shownEvaluation(state) ?? {};
      judged.textContent = step === undefined ? "" : `Tested after step ${count(step)}.`;
      const shade = shades();
      for (const [label, row] of cells.entries()) {
        const total = confusion?.[label]?.reduce((all, n) => all + n, 0) ?? 0;
        for (const [answer, cell] of row.entries()) {
          const n = confusion?.[label]?.[answer] ?? 0;
          const level = total > 0 ? Math.sqrt(n / total) : 0;
          cell.textContent = n > 0 ? `${n}` : "";
          cell.title = n > 0 ? `${count(n)} times ${digits[label]} was taken for ${digits[answer]}` : "";
          cell.style.background = level > 0 ? `rgb(${shade(level)})` : "";
          cell.style.color = level > 0 ? inkOn(shade(level)) : "";
        }
      }
    },
  );
  let latest: PageState;
  onThemeChange(() => {
    themes++;
    content(latest);
  });
  return (state) => {
    latest = state;
    structure(state);
    content(state);
  };
}
