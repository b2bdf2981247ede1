/** The status line and the thin line of progress beneath it. */
import type { Actions } from "../actions.ts";
import { byId } from "../look/elements.ts";
import { seldom } from "../look/seldom.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { statusWords } from "./wording.ts";

/** Milliseconds: the eye reads a line that changes four times a second; an ear wants peace. */
const betweenLooks = 250;
const betweenWords = 5000;

/** Milliseconds that something may take before one is offered to cancel it: a button that flashes is none. */
const patience = 1000;

export function statusView(actions: Actions): View {
  const cancel = byId<HTMLButtonElement>("stop-loading");
  cancel.addEventListener("click", () => {
    cancel.hidden = true;
    actions.cancel();
  });
  let timer = 0;
  const offer = dependingOn(
    (state) => [canCancel(state)],
    (state) => {
      clearTimeout(timer);
      cancel.hidden = true;
      if (!canCancel(state)) return;
      timer = window.setTimeout(() => {
        cancel.hidden = false;
      }, patience);
    },
  );
  const [now, spoken] = byId("status").querySelectorAll("span");
  const progress = byId<HTMLProgressElement>("progress");
  let phase = "";
  const show = seldom(betweenLooks, (state: PageState) => {
    now!.textContent = statusWords(state);
    document.title = titleWords(state);
  });
  const say = seldom(betweenWords, (state: PageState) => {
    spoken!.textContent = statusWords(state);
  });

  return (state) => {
    const phaseChanged = phase !== `${state.phase} ${state.wanted}`;
    phase = `${state.phase} ${state.wanted}`;
    offer(state);

    const share = progressShare(state);
    if (share === undefined) progress.removeAttribute("value");
    else progress.value = share;

    show(state, phaseChanged);
    say(state, phaseChanged);
  };
}

/** A run is being opened, or something is tested while it does not train: training has its own button. */
function canCancel(state: PageState): boolean {
  return state.phase === "opening" || (state.judging !== undefined && !isRunning(state));
}

/** How far, from 0 to 1; nothing where that is not known. */
function progressShare({ phase, loading, run, step }: PageState): number | undefined {
  if (phase === "opening") return loading && loading.total > 0 ? loading.loaded / loading.total : undefined;
  return run && run.steps > 0 ? step / run.steps : 0;
}

function titleWords(state: PageState): string {
  const percent = Math.floor(100 * (progressShare(state) ?? 0));
  return isRunning(state) ? `${percent}\u202f% · circledast` : "circledast";
}
