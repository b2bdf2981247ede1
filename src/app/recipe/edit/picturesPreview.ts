/** Some pictures as they are and, below, as the network would see them. */

import type { Actions } from "../../actions.ts";
import { html } from "../../look/elements.ts";
import { sequential } from "../../look/scale.ts";
import { onThemeChange } from "../../look/theme.ts";
import { createTile, paintTile } from "../../look/tile.ts";
import type { RunSettings } from "../../settings.ts";

import type { PageState } from "../../state.ts";

export interface PicturesPreview {
  readonly element: HTMLElement;
  /** Asks for the pictures of this run. */
  show(settings: RunSettings): void;
  update(state: PageState): void;
}

/** Milliseconds between two questions while someone types. */
const betweenQuestions = 150;

export function picturesPreview(actions: Actions): PicturesPreview {
  const rows = html("div", { class: "edit-pictures" });
  const element = html("figure", {}, rows, html("figcaption", {}, "As they are, and as the first step sees them."));
  let shown: PageState["preview"];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function paint(): void {
    if (shown === undefined) return;
    const { shape, before, after } = shown;
    const [, height, width] = shape;
    element.hidden = height === 1;
    const size = before.length === 0 ? 1 : shape.reduce((product, side) => product * side, 1);
    const scale = sequential();
    rows.replaceChildren(
      ...[before, after].flatMap((pictures, row) =>
        Array.from({ length: before.length / size }, (_, i) => {
          const tile = createTile(width, height);
          tile.setAttribute("role", "img");
          tile.setAttribute("aria-label", `Picture ${i + 1} ${row === 0 ? "as it is" : "changed"}`);
          paintTile(tile, pictures, i * size, 1, scale);
          return tile;
        }),
      ),
    );
  }

  onThemeChange(paint);
  return {
    element,
    show(settings) {
      clearTimeout(timer);
      timer = setTimeout(() => actions.preview(settings), betweenQuestions);
    },
    update({ preview }) {
      if (preview === shown) return;
      shown = preview;
      paint();
    },
  };
}
