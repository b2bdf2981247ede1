/** The ten outputs for the drawing as bars, and the answer in words. */
import { lossType } from "../../losses/index.ts";
import { byId, html } from "../look/elements.ts";
import { percent } from "../look/format.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { className } from "../own/own.ts";
import { dependingOn, type View } from "../view.ts";
import { answerWords } from "./wording.ts";

/** Milliseconds between answers read aloud: while one draws, each stroke changes them. */
const betweenAnswers = 2000;

export function predictionView(networkOf: NetworkOf): View {
  const answer = html("p", { class: "answer", "aria-hidden": "true" });
  const spoken = html("p", { class: "visually-hidden", "aria-live": "polite" });
  const list = html("ul", { class: "outputs" });
  byId("prediction").append(answer, spoken, list);

  let rows: { line: HTMLElement; amount: HTMLElement }[] = [];
  let timer = 0;

  function build(names: readonly string[]): void {
    // Bars begin at one line; a name that is too long for it is cut.
    list.style.setProperty("--name", `${Math.min(9, Math.max(...names.map(({ length }) => length)))}ch`);
    rows = names.map((name) => {
      const amount = html("span", { class: "amount" });
      const line = html(
        "li",
        { class: "output" },
        html("span", { class: "name", title: name }, name),
        html("span", { class: "bar" }),
        amount,
      );
      return { line, amount };
    });
    list.replaceChildren(...rows.map(({ line }) => line));
  }

  const structure = dependingOn(
    ({ run, own, settings }) => [run?.classes ?? 10, own.report, settings.data],
    (state) => build(Array.from({ length: state.run?.classes ?? 10 }, (_, label) => className(state, label))),
  );
  const content = dependingOn(
    ({ outputs, drawing, run, own, settings }) => [
      outputs,
      drawing === undefined,
      run?.classes,
      networkOf(settings),
      own.report,
      settings.data,
    ],
    (state) => {
      const probabilities = lossType(networkOf(state.settings).recipe.loss) !== "squaredError";
      const best = state.outputs ? Math.max(...state.outputs) : Number.NaN;
      rows.forEach(({ line, amount }, digit) => {
        const output = state.outputs?.[digit];
        line.classList.toggle("best", output === best);
        line.style.setProperty("--share", `${Math.min(1, Math.max(0, output ?? 0))}`);
        amount.textContent = output === undefined ? "" : probabilities ? percent(output) : output.toFixed(3);
      });
      answer.textContent = answerWords(state, probabilities);
      answer.classList.toggle("given", state.outputs !== undefined);
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        spoken.textContent = answer.textContent;
      }, betweenAnswers);
    },
  );
  return (state) => {
    structure(state);
    content(state);
  };
}
