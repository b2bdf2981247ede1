/** The time of a run: any moment of it can be looked at again, while it goes on or afterwards. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { isRunning, type PageState, shownEvaluation } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

export function timeView(actions: Actions): View {
  const slider = html("input", { type: "range", min: "0", "aria-label": "Moment of the run" });
  const words = html("span", { class: "time-words" });
  const now = html("button", { type: "button", class: "link" }, "Back to now");
  const tested = html("p", { class: "quiet time-tested" });
  const place = byId("time");
  place.append(html("span", {}, "Time"), slider, words, now, tested);
  let latest: PageState;

  slider.addEventListener("input", () => {
    const at = slider.valueAsNumber;
    actions.visit(at === latest.history.length - 1 ? undefined : latest.history[at]);
  });
  now.addEventListener("click", () => actions.visit(undefined));

  return dependingOn(
    (state) => [
      state.history,
      state.visiting,
      state.step,
      isRunning(state),
      state.judging === undefined,
      shownEvaluation(state),
    ],
    (state) => {
      latest = state;
      const { history, visiting } = state;
      place.hidden = history.length < 2;
      slider.max = `${Math.max(0, history.length - 1)}`;
      // Others may have gone from between: the moment stays, its place moves.
      const at = visiting === undefined ? history.length - 1 : history.findLastIndex((step) => step <= visiting);
      slider.value = `${at}`;
      words.textContent =
        visiting === undefined ? (isRunning(state) ? "now, training" : "now") : `after step ${count(history[at])}`;
      slider.setAttribute("aria-valuetext", words.textContent!);
      tested.textContent = visiting === undefined ? "" : testedWords(state, visiting);
      now.hidden = visiting === undefined;
    },
  );
}

/** What accuracy, mistakes and confusion matrix are of, where they are not of the moment on show. */
function testedWords(state: PageState, visiting: number): string {
  const step = shownEvaluation(state)?.step;
  if (step === visiting) return "";
  const those = step === undefined ? "" : `accuracy and mistakes are those of step ${count(step)}`;
  // It comes to be tested in a moment, unless that was cancelled.
  if (!isRunning(state) && state.judging === undefined)
    return `This network has not been tested${those && `: ${those}`}.`;
  const soon = isRunning(state) ? "it is when training stops" : "it is being tested";
  return `This network has not been tested; ${soon}${those && `: till then ${those}`}.`;
}
