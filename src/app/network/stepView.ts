/** One training step in its four stages, forwards and back; or steps one by one at a speed that one can follow. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { stepBefore, stepStages } from "./stepStages.ts";

/** Steps a second. */
const speeds = [1, 4, 16];

export function stepView(actions: Actions): View {
  const back = html("button", { type: "button", class: "step-button", "aria-label": "Back a stage" }, "‹");
  const next = html("button", { type: "button", class: "step-button", "aria-label": "On a stage" }, "›");
  const list = html(
    "ol",
    { class: "stage-list" },
    ...stepStages.map(({ name }) => html("li", { class: `is-${name}` }, name)),
  );
  const words = html("p", { class: "quiet", "aria-live": "polite" });
  const walks = speeds.map((speed) => {
    const button = html("button", { type: "button", class: "link" }, `${speed} a second`);
    button.addEventListener("click", () => actions.walk(speed));
    return button;
  });
  const slow = html("div", { class: "walks" }, html("span", {}, "Steps one by one:"), ...walks);
  byId("stepper").append(html("span", {}, "Step"), back, list, next, slow, words);
  back.addEventListener("click", actions.backStage);
  next.addEventListener("click", actions.nextStage);

  return dependingOn(
    (state) => [state.stage, state.phase, state.history, state.visiting, state.step, state.sight?.isGuess],
    (state) => {
      const { stage } = state;
      [...list.children].forEach((item, at) => {
        if (at === stage) item.setAttribute("aria-current", "step");
        else item.removeAttribute("aria-current");
      });
      const isGuess = stepStages[stage].name === "loss" && state.sight?.isGuess;
      const isOver = state.phase === "finished" && state.visiting === undefined;
      const then = isOver ? " This was the run’s last step." : " Then comes the next step.";
      words.textContent = isGuess
        ? "Nobody said what you drew: the outputs are compared with the network’s own answer."
        : `${stepStages[stage].words}${stepStages[stage].name === "update" ? then : ""}`;
      const idle = state.phase === "ready" || state.phase === "paused";
      next.disabled = !canGoOn(state);
      back.disabled = isRunning(state) || (stage === 0 && stepBefore(state) === undefined);
      for (const walk of walks) walk.disabled = !idle;
    },
  );
}

/** Looking on is possible always; a step of training, where it stands still and there are any left. */
function canGoOn(state: PageState): boolean {
  if (isRunning(state)) return false;
  return (
    state.stage < stepStages.length - 1 ||
    state.visiting !== undefined ||
    state.phase === "ready" ||
    state.phase === "paused"
  );
}
