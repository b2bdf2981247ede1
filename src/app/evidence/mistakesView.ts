/** The test pictures it gets most surely wrong; one that is pointed at is looked at. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { percent } from "../look/format.ts";
import { sequential } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { createTile, paintTile } from "../look/tile.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { className } from "../own/own.ts";
import { mistakesShown } from "../protocol.ts";
import { type PageState, shownEvaluation } from "../state.ts";
import { dependingOn, type View } from "../view.ts";

export function mistakesView(networkOf: NetworkOf, actions: Actions): View {
  const place = byId("mistakes");
  const list = html("ul");
  place.append(html("h2", { id: "mistakes-title" }, "Worst mistakes"), list);
  let latest: PageState | undefined;

  function show(): void {
    const { input } = networkOf(latest!.settings).recipe;
    const [, height, width] = input;
    place.hidden = height === 1;
    const scale = sequential();
    const mistakes = shownEvaluation(latest!)?.mistakes ?? [];
    list.replaceChildren(
      ...Array.from({ length: mistakesShown }, (_, i) => {
        const tile = createTile(width, height);
        const mistake = mistakes[i];
        if (!mistake) return html("li", {}, tile, html("small"));
        const { label, prediction, confidence, image, index } = mistake;
        paintTile(tile, image, 0, 255, scale);
        tile.setAttribute("role", "img");
        const [is, said] = [className(latest!, label), className(latest!, prediction)];
        tile.setAttribute("aria-label", `${is} taken for ${said}`);
        tile.title = `Look at test picture ${index}: output ${percent(confidence)} for ${said}`;
        const button = html("button", { type: "button", class: "mistake" }, tile);
        button.addEventListener("click", () => actions.lookAt({ from: "test", index }));
        return html("li", {}, button, html("small", {}, `said ${said}, is ${is}`));
      }),
    );
  }

  onThemeChange(show);
  return dependingOn(
    (state) => [shownEvaluation(state), networkOf(state.settings)],
    (state) => {
      latest = state;
      show();
    },
  );
}
