/** Shows the small network in place of maps where the recipe is of it. What draws it is loaded then. */
import { lazyView } from "../lazy.ts";
import { byId } from "../look/elements.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { dependingOn, type View } from "../view.ts";
import { isTwoNeurons } from "./isTwoNeurons.ts";

export function smallView(networkOf: NetworkOf): View {
  const place = byId("small");
  const view = lazyView(
    place,
    () => import("./twoNeuronsView.ts"),
    ({ twoNeuronsView }) => twoNeuronsView(place, networkOf),
  );
  return dependingOn(
    (state) => [networkOf(state.settings).recipe, state.sight],
    (state) => {
      const isSmall = isTwoNeurons(networkOf(state.settings).recipe);
      place.hidden = !isSmall;
      place.parentElement!.classList.toggle("is-small", isSmall);
      if (isSmall) view(state);
    },
  );
}
