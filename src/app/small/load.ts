/** Shows the small network in place of maps where the recipe is of it. What draws it is loaded then. */
import { byId } from "../look/elements.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { isTwoNeurons } from "./isTwoNeurons.ts";

export function smallView(networkOf: NetworkOf): View {
  const place = byId("small");
  let view: View | undefined;
  let isLoading = false;
  let latest: PageState;

  async function load(): Promise<void> {
    isLoading = true;
    try {
      const { twoNeuronsView } = await import("./twoNeuronsView.ts");
      view = twoNeuronsView(place, networkOf);
      view(latest);
    } catch {
      isLoading = false;
      place.textContent = "This part of the page did not load. Reload the page.";
    }
  }

  return dependingOn(
    (state) => [networkOf(state.settings).recipe, state.sight],
    (state) => {
      latest = state;
      const isSmall = isTwoNeurons(networkOf(state.settings).recipe);
      place.hidden = !isSmall;
      place.parentElement!.classList.toggle("is-small", isSmall);
      if (!isSmall) return;
      if (view !== undefined) view(state);
      else if (!isLoading) void load();
    },
  );
}
