/** What is looked at: which picture, what it is, what the network says; and whether values or gradients are shown. */
import type { Recipe } from "../../model/recipe.ts";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count, figures } from "../look/format.ts";
import { className } from "../own/own.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import type { NetworkOf } from "./networkOf.ts";

export function subjectView(networkOf: NetworkOf, actions: Actions): View {
  const previous = html("button", { type: "button", class: "step-button", "aria-label": "Previous picture" }, "‹");
  const next = html("button", { type: "button", class: "step-button", "aria-label": "Next picture" }, "›");
  const index = html("input", { type: "number", inputmode: "numeric", min: "0", "aria-label": "Test picture" });
  const of = html("span", { class: "quiet" });
  const words = html("p", { class: "subject-words" });
  const choice = (value: PageState["show"], text: string) => {
    const radio = html("input", { type: "radio", name: "show", value });
    radio.addEventListener("change", () => actions.show(value));
    return { radio, label: html("label", {}, radio, html("span", {}, text)) };
  };
  const [values, gradients] = [choice("values", "Values"), choice("gradients", "Gradients")];
  const group = html("fieldset", { class: "switch" }, html("legend", { class: "visually-hidden" }, "Show"));
  group.append(values.label, gradients.label);
  const picker = html("div", { class: "picker" }, html("span", {}, "Picture"), previous, index, next, of);
  byId("subject").append(picker, group, words);

  let latest: PageState;
  const at = () => (latest.subject.from === "test" ? latest.subject.index : 0);
  const go = (to: number) => {
    const last = (latest.run?.tests ?? 1) - 1;
    if (!Number.isInteger(to)) return;
    const nearest = Math.min(last, Math.max(0, to));
    index.value = `${nearest}`;
    actions.lookAt({ from: "test", index: nearest });
  };
  previous.addEventListener("click", () => go(at() - 1));
  next.addEventListener("click", () => go(at() + 1));
  index.addEventListener("change", () => go(index.valueAsNumber));

  return dependingOn(
    (state) => [state.subject, state.sight, state.show, state.run, state.own.report, networkOf(state.settings)],
    (state) => {
      latest = state;
      const { subject, sight, run, show } = state;
      const isTest = subject.from === "test";
      if (document.activeElement !== index) index.value = isTest ? `${subject.index}` : "";
      index.placeholder = isTest ? "" : "yours";
      previous.disabled = isTest && subject.index === 0;
      next.disabled = isTest && subject.index + 1 >= (run?.tests ?? 1);
      of.textContent = !isTest ? "your drawing" : run ? `of the test set’s ${count(run.tests)}` : "";
      values.radio.checked = show === "values";
      gradients.radio.checked = show === "gradients";
      words.textContent = sight === undefined ? "" : wordsFor(state, networkOf(state.settings).recipe);
    },
  );
}

/** What it is, what the network takes it for, and the loss. */
function wordsFor(state: PageState, { input }: Recipe): string {
  const { answer, label, isGuess, loss } = state.sight!;
  function noun(which: number): string {
    if (state.settings.data === "own") return className(state, which);
    return `${input[1] === 1 ? "class" : which === 8 ? "an" : "a"} ${which}`;
  }
  if (isGuess)
    return `The network takes it for ${noun(answer)}: if it is ${noun(answer)}, the loss is ${figures(loss)}.`;
  const verdict = answer === label ? "and says so" : `and the network takes it for ${noun(answer)}`;
  return `It is ${noun(label)}, ${verdict}. Its loss is ${figures(loss)}.`;
}
