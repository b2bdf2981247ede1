/** The pictures of a batch as the network sees them, where they are changed at random in every step. */
import { isAugmented } from "../../model/augmentation.ts";
import { byId, html } from "../look/elements.ts";
import { sequential } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { createTile, paintTile } from "../look/tile.ts";
import { picturesSeen } from "../protocol.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import type { NetworkOf } from "./networkOf.ts";

export function seenView(networkOf: NetworkOf): View {
  const place = byId("seen");
  let latest: PageState | undefined;

  function show(): void {
    const { seen, settings } = latest!;
    const [, height, width] = networkOf(settings).recipe.input;
    place.hidden = !isAugmented(networkOf(settings).recipe) || height === 1;
    const scale = sequential();
    const size = height * width;
    const tiles = Array.from({ length: picturesSeen }, (_, i) => {
      const tile = createTile(width, height);
      if (seen && (i + 1) * size <= seen.length) paintTile(tile, seen, i * size, 1, scale);
      return tile;
    });
    const words = seen
      ? "What it sees now: every picture moved, turned, sized and slanted at random, with a little noise, in each step anew."
      : "What it sees, each picture changed at random, shows here once it trains.";
    place.replaceChildren(
      html("div", { class: "seen-tiles", "aria-hidden": "true" }, ...tiles),
      html("figcaption", {}, words),
    );
  }

  onThemeChange(show);
  return dependingOn(
    ({ seen, settings }) => [seen, networkOf(settings).recipe],
    (state) => {
      latest = state;
      show();
    },
  );
}
