/** Outputs as bars and numbers, and the answer in words, for an eye and for an ear: on the page, and on the page that is exported. */
import { html } from "../look/elements.ts";

/** Milliseconds without another answer until one is read aloud: while one draws, each stroke changes it. */
const restful = 2000;

export interface OutputsList {
  readonly parts: readonly HTMLElement[];
  /** Has a bar for each class. */
  build(names: readonly string[]): void;
  /** @param outputs absent where there is nothing to answer */
  show(outputs: readonly number[] | undefined, answer: string, write: (output: number) => string): void;
}

export function outputsList(): OutputsList {
  const answer = html("p", { class: "answer", "aria-hidden": "true" });
  const spoken = html("p", { class: "visually-hidden", "aria-live": "polite" });
  const list = html("ul", { class: "outputs", "aria-label": "Outputs" });
  let rows: { line: HTMLElement; amount: HTMLElement }[] = [];
  let timer = 0;
  return {
    parts: [answer, spoken, list],
    build(names) {
      // Bars begin at one line; a name that is too long for it is cut.
      list.style.setProperty("--name", `${Math.min(9, Math.max(...names.map(({ length }) => length)))}ch`);
      rows = names.map((name) => {
        const amount = html("span", { class: "amount" });
        const own = html("span", { class: "name", title: name }, name);
        return { line: html("li", { class: "output" }, own, html("span", { class: "bar" }), amount), amount };
      });
      list.replaceChildren(...rows.map(({ line }) => line));
    },
    show(outputs, words, write) {
      const best = outputs ? Math.max(...outputs) : Number.NaN;
      rows.forEach(({ line, amount }, label) => {
        const output = outputs?.[label];
        line.classList.toggle("best", output === best);
        line.style.setProperty("--share", `${Math.min(1, Math.max(0, output ?? 0))}`);
        amount.textContent = output === undefined ? "" : write(output);
      });
      answer.textContent = words;
      answer.classList.toggle("given", outputs !== undefined);
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        spoken.textContent = words;
      }, restful);
    },
  };
}
