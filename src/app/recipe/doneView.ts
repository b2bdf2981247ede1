/** What can be done where all steps are taken, said at Train, which has nothing more to do. Loaded when a run first ends. */

import { failing } from "../../model/failing.ts";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import type { RunSettings } from "../settings.ts";

import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

/** The same, for twice as long. */
export function forLonger(settings: RunSettings): RunSettings {
  const { steps, epochs } = settings;
  return steps === undefined ? { ...settings, epochs: 2 * epochs } : { ...settings, steps: 2 * steps };
}

export function lengthWords({ steps, epochs }: RunSettings): string {
  if (steps !== undefined) return `${count(steps)} ${steps === 1 ? "step" : "steps"}`;
  return `${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
}

export function doneView(actions: Actions): View {
  const words = html("p", { class: "quiet", id: "done-words" });
  const on = html("button", { type: "button", class: "link" });
  const over = html("button", { type: "button", class: "link" });
  const choices = html("div", { class: "done-choices" }, on, over);
  byId("done").append(words, choices);
  let state: PageState;

  on.addEventListener("click", async () => {
    const { settings, step } = state;
    const { bytes } = await actions.weightsFile();
    const read = await actions.readWeights(bytes);
    // Meanwhile something else may have been asked for.
    if (state.settings !== settings || state.phase !== "finished" || read.refused !== undefined) return;
    actions.open(settings, { origin: { filename: "what the run before had learned", step } }, read.tensors);
    actions.train();
  });
  over.addEventListener("click", () => {
    actions.open(forLonger(state.settings));
    actions.train();
  });

  return dependingOn(
    ({ phase, settings, run, lessons }) => [phase, settings, run, lessons.progress === undefined],
    (now) => {
      state = now;
      const { phase, settings, run, lessons } = now;
      byId("done").hidden = phase !== "finished" || run === undefined;
      if (byId("done").hidden) return;
      const isMeantToFail = Object.hasOwn(failing, settings.preset) && settings.changes === undefined;
      // More of what fails on purpose would be the same.
      choices.hidden = isMeantToFail || lessons.progress !== undefined;
      const how = choices.hidden
        ? ""
        : " Training on keeps the weights and begins the optimiser and its schedule anew.";
      words.textContent = `All ${count(run!.steps)} steps are taken.${how}`;
      on.textContent = `Train on: ${lengthWords(settings)} more`;
      over.textContent = `Start over: ${lengthWords(forLonger(settings))}`;
    },
  );
}
