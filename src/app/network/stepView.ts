/** One training step in its four stages, forwards and back; or steps one by one at a speed that one can follow. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { canStep, stepBefore, stepStages } from "./stepStages.ts";

/** Steps a second. */
const speeds = [1, 4, 16];

export function stepView(actions: Actions): View {
  const back = html("button", { type: "button", class: "step-button", "aria-label": "Back a stage" }, "‹");
  const next = html("button", { type: "button", class: "step-button", "aria-label": "On a stage" }, "›");
  const list = html(
    "ol",
    { class: "stage-list" },
    ...stepStages.map(({ name }, stage) => {
      const button = html("button", { type: "button" }, name);
      button.addEventListener("click", () => actions.toStage(stage));
      return html("li", { class: `is-${name}` }, button);
    }),
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
    (state) => [
      state.stage,
      state.phase,
      state.history,
      state.visiting,
      state.step,
      state.sight?.isGuess,
      state.sight?.moved,
    ],
    (state) => {
      const { stage } = state;
      [...list.children].forEach((item, at) => {
        if (at === stage) item.setAttribute("aria-current", "step");
        else item.removeAttribute("aria-current");
      });
      const isGuess = stepStages[stage].name === "loss" && state.sight?.isGuess;
      words.textContent = isGuess
        ? "Nobody said what you drew: the outputs are compared with the network’s own answer."
        : `${stepStages[stage].words}${stepStages[stage].name === "update" ? updateWords(state) : ""}`;
      const idle = canStep(state);
      next.disabled = !canGoOn(state);
      const isAtEdge = stage === 0 || stepStages[stage].name === "update";
      back.disabled = isRunning(state) || (isAtEdge && stepBefore(state) === undefined);
      for (const walk of walks) walk.disabled = !idle;
    },
  );
}

/** What is shown of an update, and what comes then. */
function updateWords({ phase, visiting, sight }: PageState): string {
  if (sight?.moved === undefined) return ". No step before this moment is known: shown are the gradients.";
  const isLast = phase === "finished" && visiting === undefined;
  return `: below, by how much. On show is the network after it. ${isLast ? "This was the run’s last step." : "Then comes the next one."}`;
}

/** Looking on is possible always; into the update, where the step has been taken or can be. */
function canGoOn(state: PageState): boolean {
  if (isRunning(state)) return false;
  return stepStages[state.stage].name !== "backward" || state.visiting !== undefined || canStep(state);
}
