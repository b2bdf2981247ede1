/** What a closed or crashed tab left behind: offered beside Train, until this run has begun. */
import type { Actions } from "../actions.ts";
import { html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import type { KeptRun } from "../protocol.ts";
import { dependingOn, type View } from "../view.ts";
import { begunWords } from "./words.ts";

export function keptView(place: HTMLElement, actions: Actions): View {
  return dependingOn(
    ({ keptRun, notKept, phase, step }) => [keptRun, notKept, phase === "ready" && step === 0],
    ({ keptRun, notKept, phase, step }) => {
      const isOffered = keptRun !== undefined && phase === "ready" && step === 0;
      place.hidden = !isOffered && notKept === undefined;
      if (isOffered) place.replaceChildren(...offer(keptRun, actions));
      else if (notKept !== undefined) place.replaceChildren(`This run is not kept any further: ${notKept}`);
    },
  );
}

function offer(kept: KeptRun, actions: Actions): (string | HTMLElement)[] {
  const link = (words: string, act: () => void) => {
    const button = html("button", { type: "button", class: "link" }, words);
    button.addEventListener("click", act);
    return button;
  };
  const words = `A run of ${kept.preset}, begun ${begunWords(kept.begun, Date.now())}, is kept as of step ${count(kept.step)}; what came after is done again. `;
  return [words, link("Go on with it", () => actions.goOn(kept)), " · ", link("Forget it", () => actions.forget(kept))];
}
