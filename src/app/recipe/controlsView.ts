/** Train, which becomes Pause while something runs; Reset; and the notice when a run has ended by itself. */
import type { Actions } from "../actions.ts";
import { canTryAgain, noticeWords } from "../evidence/wording.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { canUndo, isRunning, type Phase } from "../state.ts";
import type { View } from "../view.ts";
import { dependingOn } from "../view.ts";

export function controlsView(actions: Actions): View {
  const trains = [byId("train"), byId("engine-train")];
  const reset = byId<HTMLButtonElement>("reset");
  const undo = byId<HTMLButtonElement>("undo");
  for (const train of trains) train.addEventListener("click", actions.toggle);
  reset.addEventListener("click", actions.reset);
  undo.addEventListener("click", actions.undo);

  const notice = dependingOn(
    (state) => [state.phase, state.failure, state.recovered],
    (state) => {
      const words = noticeWords(state);
      const place = byId("notice");
      place.replaceChildren();
      if (!words) return;
      place.append(html("p", {}, words.what), ...(words.safe ? [html("p", {}, words.safe)] : []));
      if (!words.action) return;
      const again = html("button", { type: "button", class: "button" }, words.action);
      again.addEventListener("click", () => (canTryAgain(state) ? actions.reset() : location.reload()));
      place.append(again);
    },
  );

  return (state) => {
    const running = isRunning(state);
    document.body.classList.toggle("running", running);
    // Waiting to train is not training: the network takes its colours when data moves.
    document.body.classList.toggle("flowing", running && state.phase !== "opening");
    for (const train of trains) {
      train.textContent = running ? "Pause" : "Train";
      // Not `disabled`: that would take the focus from under whoever works with keys.
      train.ariaDisabled = `${canDoNothing(state.phase) || state.lessons.progress !== undefined}`;
    }
    reset.ariaDisabled = `${state.phase === "lost"}`;
    notice(state);
    undo.hidden = !canUndo(state);
    undo.textContent = state.aside ? `Undo: back to step ${count(state.aside.step)}` : "";
  };
}

/** Where Train has nothing to do: all steps are taken, or there is nothing to take them. */
function canDoNothing(phase: Phase): boolean {
  return phase === "finished" || phase === "lost" || phase === "failed";
}
