/** All nine parameters: value, derivative, what a step with this η would add, and what would come of it. */
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { operator, partial, row, symbol, typeset } from "../look/math.ts";
import { nameOf, spoken } from "./symbols.ts";
import { type Nine, type ParameterName, parameterNames } from "./twoNeurons.ts";

const L = symbol("L");
const w = symbol("w");

export interface WeightsTable {
  readonly element: HTMLElement;
  paint(weights: Nine, slopes: Nine, after: Nine, eta: number, open: ParameterName): void;
}

/** @param choose is told whose derivative is to be opened */
export function weightsTable(choose: (name: ParameterName) => void): WeightsTable {
  const head = (className: string, ...parts: (Node | string)[]) =>
    html("th", { scope: "col", class: className }, ...parts);
  const hidden = (words: string) => html("span", { class: "visually-hidden" }, words);
  const change = typeset(row(operator("−"), symbol("η"), partial(L, w)));
  const rows = parameterNames.map((name) => {
    const button = html("button", { type: "button", class: "number is-backward", "data-derivative": name });
    const [now, moved, after] = ["now", "moved", "after"].map((kind) => html("td", { "data-cell": `${kind} ${name}` }));
    moved.className = "is-update";
    const line = html(
      "tr",
      {},
      html("th", { scope: "row" }, typeset(nameOf(name)), hidden(spoken(name))),
      now,
      html("td", {}, button),
      moved,
      after,
    );
    button.addEventListener("click", () => choose(name));
    return { name, line, button, now, moved, after };
  });
  const element = html(
    "table",
    { class: "nine" },
    html("caption", { class: "visually-hidden" }, "The nine parameters, their derivatives, and the next step"),
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        head("", hidden("parameter")),
        head("", "now"),
        head("is-backward", typeset(partial(L, w)), hidden("derivative")),
        head("is-update", change, hidden("update")),
        head("", "after"),
      ),
    ),
    html("tbody", {}, ...rows.map(({ line }) => line)),
  );

  return {
    element,
    paint(weights, slopes, after, eta, open) {
      for (const { name, line, button, ...cells } of rows) {
        cells.now.textContent = figures(weights[name]);
        button.textContent = figures(slopes[name]);
        button.setAttribute("aria-pressed", `${name === open}`);
        button.setAttribute("aria-label", `∂L by ${spoken(name)} is ${figures(slopes[name])}: open it link by link`);
        cells.moved.textContent = signed(-eta * slopes[name]);
        cells.after.textContent = figures(after[name]);
        line.classList.toggle("open", name === open);
      }
    },
  };
}

/** What is added has its sign. */
const signed = (value: number) => (value > 0 ? `+${figures(value)}` : figures(value));
