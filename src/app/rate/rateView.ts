/** “Find a rate”: what it opens is loaded when it is first asked for. */
import type { Actions } from "../actions.ts";
import { lazyView } from "../lazy.ts";
import { byId } from "../look/elements.ts";
import { hasNetwork, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

/** @param use sets the rate in the recipe */
export function rateView(actions: Actions, use: (rate: number) => void): View {
  const button = byId<HTMLButtonElement>("find-rate");
  const place = byId("rate");
  const panel = lazyView(
    place,
    () => import("./ratePanel.ts"),
    ({ ratePanel }) => ratePanel(place, actions, use),
  );
  let state: PageState;
  button.addEventListener("click", () => (state.rate ? actions.stopFinding() : actions.findRate()));
  return dependingOn(
    (now) => [now.rate, now.settings, now.phase],
    (now) => {
      state = now;
      button.disabled = !hasNetwork(now);
      button.setAttribute("aria-expanded", `${now.rate !== undefined}`);
      place.hidden = now.rate === undefined;
      if (now.rate !== undefined) panel(now);
    },
  );
}
