/** The outputs as bars and numbers, and the answer in words. */
import { html } from "../look/elements.ts";
import { seldom } from "../look/seldom.ts";

/** Milliseconds between answers read aloud: while one draws, each stroke changes them. */
const betweenAnswers = 2000;

export interface Bars {
  readonly element: HTMLElement;
  /** Null: nothing is drawn. */
  show(outputs: readonly number[] | null): void;
}

export function createBars(classes: number): Bars {
  const answer = html("p", { class: "answer", "aria-hidden": "true" });
  const spoken = html("p", { class: "visually-hidden", "aria-live": "polite" });
  const rows = Array.from({ length: classes }, (_, digit) => {
    const amount = html("span", { class: "amount" });
    const line = html("li", { class: "output" }, html("span", {}, `${digit}`), html("span", { class: "bar" }), amount);
    return { line, amount };
  });
  const list = html("ul", { class: "outputs", "aria-label": "Outputs" }, ...rows.map(({ line }) => line));
  const say = seldom(betweenAnswers, (words: string) => {
    spoken.textContent = words;
  });

  function show(outputs: readonly number[] | null): void {
    const best = outputs?.indexOf(Math.max(...outputs));
    rows.forEach(({ line, amount }, digit) => {
      const output = outputs?.[digit];
      line.classList.toggle("best", digit === best);
      line.style.setProperty("--share", `${Math.min(1, Math.max(0, output ?? 0))}`);
      amount.textContent = output === undefined ? "" : output.toFixed(4);
    });
    answer.textContent = best === undefined ? `Draw: the ${classes} outputs answer here.` : `It says ${best}.`;
    say(answer.textContent);
  }

  show(null);
  return { element: html("section", { class: "prediction", "aria-label": "Prediction" }, answer, spoken, list), show };
}
