/** One training step in its four stages, forwards and back; or steps one by one at any speed. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { canStep, stepBefore, stepStages } from "./stepStages.ts";

/** Two places on are twice as fast, from one step a second on; the last place is full speed. */
const fullSpeed = 13;
const paceAt = (place: number) =>
  place === fullSpeed ? Number.POSITIVE_INFINITY : Number((2 ** (place / 2)).toPrecision(2));

function paceWords(pace: number): string {
  return pace === Number.POSITIVE_INFINITY ? "full speed" : `${pace} ${pace === 1 ? "step" : "steps"} a second`;
}

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
  const walk = html("button", { type: "button", class: "link", "aria-label": "Run at this speed" }, "Run at");
  const speed = html("input", { type: "range", max: `${fullSpeed}`, value: "4", "aria-label": "Speed" });
  const speedWords = html("span", { class: "pace" });
  const slow = html("div", { class: "walks" }, walk, speed, speedWords);
  byId("stepper").append(html("span", {}, "Step"), back, list, next, slow, words);
  let latest: PageState;
  /** Where the speed was last put: Train goes at full speed, whatever that is. */
  let chosen = speed.value;
  // None of them is ever `disabled`: that would take the focus from under whoever works with keys.
  back.addEventListener("click", () => canGoBack(latest) && actions.backStage());
  next.addEventListener("click", () => canGoOn(latest) && actions.nextStage());
  walk.addEventListener("click", () => {
    if (isRunning(latest)) actions.pause();
    else actions.walk(paceAt(speed.valueAsNumber));
  });
  speed.addEventListener("input", () => {
    chosen = speed.value;
    showSpeed(speed.valueAsNumber);
    if (isRunning(latest)) actions.walk(paceAt(speed.valueAsNumber));
  });

  function showSpeed(place: number): void {
    speed.value = `${place}`;
    speedWords.textContent = paceWords(paceAt(place));
    speed.setAttribute("aria-valuetext", speedWords.textContent);
  }

  return dependingOn(
    (state) => [
      state.stage,
      state.phase,
      state.pace,
      state.history,
      state.visiting,
      state.step,
      state.sight?.isGuess,
      state.sight?.moved,
    ],
    (state) => {
      latest = state;
      const { stage } = state;
      [...list.children].forEach((item, at) => {
        if (at === stage) item.setAttribute("aria-current", "step");
        else item.removeAttribute("aria-current");
      });
      const isGuess = stepStages[stage].name === "loss" && state.sight?.isGuess;
      const said = isGuess
        ? "Nobody said what you drew: the outputs are compared with the network’s own answer."
        : `${stepStages[stage].words}${stepStages[stage].name === "update" ? updateWords(state) : ""}`;
      // What is written again is read out again.
      if (said !== words.textContent) words.textContent = said;
      const running = isRunning(state);
      next.ariaDisabled = `${!canGoOn(state)}`;
      back.ariaDisabled = `${!canGoBack(state)}`;
      walk.ariaDisabled = `${!running && !canStep(state)}`;
      walk.ariaPressed = `${running}`;
      showSpeed(running && state.pace === Number.POSITIVE_INFINITY ? fullSpeed : Number(chosen));
    },
  );
}

/** What is shown of an update, and what comes then. */
function updateWords({ phase, visiting, sight }: PageState): string {
  if (sight?.moved === undefined) return ". No step before this moment is known: shown are the gradients.";
  const isLast = phase === "finished" && visiting === undefined;
  const several = sight.step - sight.moved.since > 1 ? ", in several steps that went on without a stop" : "";
  return `: below, by how much${several}. On show is the network after it. ${isLast ? "This was the run’s last step." : "Then comes the next one."}`;
}

/** From the first stage, and from the update, back to the step before, where that is known. */
function canGoBack(state: PageState): boolean {
  const isAtEdge = state.stage === 0 || stepStages[state.stage].name === "update";
  return !isRunning(state) && (!isAtEdge || stepBefore(state) !== undefined);
}

/** Looking on is possible always; into the update, where the step has been taken or can be. */
function canGoOn(state: PageState): boolean {
  if (isRunning(state)) return false;
  return stepStages[state.stage].name !== "backward" || state.visiting !== undefined || canStep(state);
}
