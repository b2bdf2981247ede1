/** The first layer's weights k¹ as pixels: noise turning into edge detectors. */
import type { Recipe } from "../model/recipe.ts";
import { byId, html } from "./elements.ts";
import { type Formula, number, over, symbol, typeset, underOver } from "./math.ts";
import type { WeightPicture } from "./protocol.ts";
import { diverging, roundLimit } from "./scale.ts";
import { groupsOf } from "./stages.ts";
import { onThemeChange } from "./theme.ts";
import { createTile, paintTile } from "./tile.ts";
import { dependingOn, type View } from "./view.ts";

const gap = 12;
/** Tiles and their names together are this high: what the diagram above leaves of one screen, but at least enough to see. */
const room = () => Math.max(440, innerHeight - 460);
/** A weight grows to so many pixels at most. */
const largestCell = 64;
const nameHeight = 40;
/** Share of the weights that the colour scale spans: one great weight must not turn all others to grey. The legend says ≤ and ≥. */
const inScale = 0.97;

/** How the first layer's weights are pictured: `maps` figures of `parts` tiles side by side, each `down` × `across`. */
interface Grid {
  readonly convolution: boolean;
  readonly maps: number;
  readonly parts: number;
  readonly down: number;
  readonly across: number;
}

/** Known from the recipe, so that the place is taken before the first weights arrive. */
function gridOf({ input, layers }: Recipe): Grid | undefined {
  const first = layers.find(({ type }) => type === "conv2d" || type === "dense");
  if (!first) return undefined;
  if (first.type === "dense") {
    const inputs = input[0] * input[1] * input[2];
    return { convolution: false, maps: 1, parts: 1, down: Number(first.units), across: inputs };
  }
  const [down, across] = Array.isArray(first.kernel) ? first.kernel : [first.kernel, first.kernel];
  return {
    convolution: true,
    maps: Number(first.filters),
    parts: input[0] / groupsOf(first, input[0]),
    down: Number(down),
    across: Number(across),
  };
}

export function kernelsView(networkOf: (preset: string) => Recipe): View {
  const place = byId("kernels");
  const list = html("div", { class: "kernel-grid" });
  const legend = html("div", { class: "legend" });
  const ramp = createTile(101, 1);
  const ends = [html("span"), html("span", {}, "0"), html("span")];
  legend.append(ramp, ...ends);
  const title = html("h2", { id: "kernels-title" });
  const words = html("p", { class: "quiet" });
  place.append(html("div", { class: "heading" }, html("div", {}, title, words), legend), list);

  let grid: Grid | undefined;
  let weights: WeightPicture | undefined;
  let tiles: HTMLCanvasElement[] = [];
  let limit = 0;

  function build(): void {
    place.hidden = grid === undefined;
    if (!grid) return;
    const { convolution, maps, parts, down, across } = grid;
    title.replaceChildren(typeset(convolution ? over(symbol("k"), number(1)) : symbol("w")));
    title.append(
      convolution
        ? ` the first layer’s ${maps} kernels, ${down} × ${across}`
        : ` the first layer’s weights, ${down} × ${across}`,
    );
    words.textContent = convolution ? "Each answers where the picture looks like it." : "A row for each neuron.";
    tiles = [];
    list.replaceChildren(
      ...Array.from({ length: maps }, (_, map) => {
        const own = Array.from({ length: parts }, () => createTile(across, down));
        tiles.push(...own);
        const name: Formula = convolution ? underOver(symbol("k"), number(map + 1), number(1)) : symbol("w");
        return html(
          "figure",
          { class: "kernel" },
          html("div", { class: "parts" }, ...own),
          html("figcaption", {}, typeset(name)),
        );
      }),
    );
    list.style.setProperty("--parts", `${parts}`);
    list.style.setProperty("--across", `${across}`);
    list.style.setProperty("--down", `${down}`);
    fit();
  }

  /** The largest whole number of pixels for a cell that lets all tiles fit the room. */
  function fit(): void {
    if (!grid) return;
    const { maps, parts, down, across } = grid;
    let best = { cell: 2, columns: 1 };
    for (let columns = 1; columns <= maps; columns++) {
      const rows = Math.ceil(maps / columns);
      const wide = (place.clientWidth - (columns - 1) * gap) / columns / (across * parts);
      const high = (room() / rows - nameHeight) / down;
      const cell = Math.floor(Math.min(wide, high, largestCell));
      if (cell > best.cell) best = { cell, columns };
    }
    list.style.setProperty("--cell", `${best.cell}px`);
    list.style.setProperty("--columns", `${best.columns}`);
  }

  function paint(): void {
    if (!grid || !weights) return;
    const scale = diverging();
    const { down, across } = grid;
    const { data } = weights;
    const magnitudes = data.map(Math.abs).sort();
    const greatest = magnitudes[magnitudes.length - 1];
    limit = Math.max(limit, roundLimit(magnitudes[Math.floor(inScale * (magnitudes.length - 1))]));
    tiles.forEach((tile, i) => paintTile(tile, data, i * down * across, limit, scale));
    paintTile(
      ramp,
      Array.from({ length: 101 }, (_, i) => i / 50 - 1),
      0,
      1,
      scale,
    );
    legend.classList.add("known");
    // A limit of two figures at most, less what binary arithmetic adds to it.
    const short = `${Number(limit.toPrecision(2))}`;
    const beyond = greatest > limit;
    ends[0].textContent = `${beyond ? "≤ " : ""}−${short}`;
    ends[2].textContent = `${beyond ? "≥ " : ""}+${short}`;
  }

  new ResizeObserver(fit).observe(place);
  onThemeChange(paint);

  const structure = dependingOn(
    ({ settings }) => [settings.preset],
    ({ settings }) => {
      grid = gridOf(networkOf(settings.preset));
      build();
    },
  );
  // A new run starts with a scale of its own; within a run the scale only ever grows.
  const forget = dependingOn(
    ({ losses }) => [losses],
    () => {
      limit = 0;
    },
  );
  const content = dependingOn(
    (state) => [state.weights],
    (state) => {
      weights = state.weights[0];
      paint();
    },
  );
  return (state) => {
    structure(state);
    forget(state);
    content(state);
  };
}
