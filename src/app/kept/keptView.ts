/** What a closed or crashed tab left behind: offered beside Train, until this run has begun. */

import type { Actions } from "../actions.ts";
import { html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { dependingOn, type View } from "../view.ts";
import type { DamagedRun, KeptRun } from "./protocol.ts";
import { begunWords } from "./words.ts";

export function keptView(place: HTMLElement, actions: Actions): View {
  return dependingOn(
    ({ keptRun, damagedRun, notKept, changes, phase, step }) => [
      keptRun,
      damagedRun,
      notKept,
      changes,
      phase === "ready" && step === 0,
    ],
    ({ keptRun, damagedRun, notKept, changes, phase, step }) => {
      const isFresh = phase === "ready" && step === 0;
      const words: (string | HTMLElement)[] = [];
      if (isFresh && keptRun !== undefined) words.push(...offer(keptRun, actions));
      else if (isFresh && damagedRun !== undefined) words.push(...complain(damagedRun, actions));
      else if (notKept !== undefined) words.push(`This run could not be kept, and that is tried again: ${notKept}`);
      else words.push(changes.join(" "));
      place.hidden = words.join("") === "";
      place.replaceChildren(...words);
    },
  );
}

function link(words: string, act: () => void): HTMLElement {
  const button = html("button", { type: "button", class: "link" }, words);
  button.addEventListener("click", act);
  return button;
}

function offer(kept: KeptRun, actions: Actions): (string | HTMLElement)[] {
  const { preset, begun, step, finished, damage } = kept;
  const run = `A run of ${preset}, begun ${begunWords(begun, Date.now())}, is kept`;
  const words = finished
    ? `${run}, all ${count(step)} steps of it. `
    : `${run} as of step ${count(step)}; what came after is done again. `;
  const why = damage === undefined ? "" : `What was kept later cannot be read: ${damage} `;
  return [
    words,
    why,
    link(finished ? "Show it" : "Go on with it", () => actions.goOn(kept)),
    " · ",
    link("Forget it", () => actions.forget(kept)),
  ];
}

function complain(damaged: DamagedRun, actions: Actions): (string | HTMLElement)[] {
  return [
    `A run was kept here, and nothing of it can be read: ${damaged.damage} `,
    link("Forget it", () => actions.forget(damaged)),
  ];
}
