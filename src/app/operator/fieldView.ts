/** Which pixels of the picture an output of each layer sees. */
import { type LayerField, receptiveField } from "../../compute/receptiveField.ts";
import { describeLayers } from "../../layers/describe.ts";
import type { Recipe } from "../../model/recipe.ts";
import { html, svg } from "../look/elements.ts";
import { sequential } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { createTile, paintTile } from "../look/tile.ts";
import type { PageState } from "../state.ts";
import { pictureOf } from "./pictures.ts";

/** Pixels of a value, and around the picture for what lies in the padding. */
const pixel = 9;
const margin = 18;

interface Layer extends LayerField {
  /** Of its maps; [1, 1] of a vector. */
  readonly map: readonly [number, number];
}

/** The field of the output in the middle of a layer's maps: from which row and column on. */
export function middleOf({ start, stride, map }: Layer): [row: number, column: number] {
  return [0, 1].map((axis) => start[axis] + Math.floor(map[axis] / 2) * stride[axis]) as [number, number];
}

export function layersOf(recipe: Recipe): Layer[] {
  const built = describeLayers(recipe);
  return receptiveField(recipe).map((field, at) => {
    const [, height = 1, width = 1] = built[at].output;
    return { ...field, map: [height, width] as const };
  });
}

export interface FieldView {
  readonly element: HTMLElement;
  paint(recipe: Recipe, state: PageState): void;
}

export function fieldView(): FieldView {
  const slider = html("input", { type: "range", id: "operator-layer", min: "0", step: "1", value: "0" });
  const label = html("label", { for: "operator-layer" }, "Layer");
  const words = html("p", { class: "field-words", "aria-live": "polite" });
  const tile = createTile(1, 1);
  const overlay = svg("svg", { class: "field-overlay", "aria-hidden": "true" });
  const picture = html("div", { class: "field-picture" }, tile, overlay);
  const list = html("ol", { class: "field-list" });
  const element = html(
    "div",
    {},
    html("div", { class: "slide-place" }, label, slider),
    words,
    html("div", { class: "fields" }, picture, list),
  );
  let layers: Layer[] = [];
  let built: Recipe | undefined;
  let latest: PageState;
  slider.addEventListener("input", () => draw());
  onThemeChange(() => built && draw());

  function build(recipe: Recipe): void {
    layers = layersOf(recipe);
    slider.max = `${layers.length - 1}`;
    slider.value = `${Math.max(
      0,
      layers.findIndex(({ type }) => type === "conv2d"),
    )}`;
    list.replaceChildren(
      ...layers.map(({ name, size: [rows, columns] }, at) => {
        const button = html(
          "button",
          { type: "button", class: "field-layer" },
          name,
          html("small", {}, `${rows}\u2009×\u2009${columns}`),
        );
        button.addEventListener("click", () => {
          slider.value = `${at}`;
          draw();
        });
        return html("li", {}, button);
      }),
    );
  }

  function draw(): void {
    const at = slider.valueAsNumber;
    const shown = layers[at];
    const input = built!.input;
    const [, height, width] = input;
    const { data } = pictureOf(latest);
    if (tile.width !== width || tile.height !== height) [tile.width, tile.height] = [width, height];
    tile.style.width = `${width * pixel}px`;
    tile.style.height = `${height * pixel}px`;
    paintTile(tile, data, 0, 1, sequential());
    overlay.setAttribute("width", `${width * pixel + 2 * margin}`);
    overlay.setAttribute("height", `${height * pixel + 2 * margin}`);
    overlay.replaceChildren(
      ...layers.slice(0, at + 1).map((layer, k) => {
        const [row, column] = middleOf(layer);
        return svg("rect", {
          class: k === at ? "field-now" : "field-before",
          x: margin + column * pixel,
          y: margin + row * pixel,
          width: layer.size[1] * pixel,
          height: layer.size[0] * pixel,
          "data-layer": layer.name,
        });
      }),
    );
    slider.setAttribute("aria-valuetext", shown.name);
    words.textContent = describe(shown, input);
    [...list.querySelectorAll("button")].forEach((button, k) => {
      button.setAttribute("aria-pressed", `${k === at}`);
    });
  }

  return {
    element,
    paint(recipe, state) {
      latest = state;
      const hasPicture = recipe.input[1] > 1 && recipe.input[2] > 1;
      for (const child of element.children) (child as HTMLElement).hidden = !hasPicture && child !== words;
      if (!hasPicture) {
        words.textContent =
          "This network has no picture: every neuron sees all inputs. Choose another preset and come back.";
        return;
      }
      if (built !== recipe) build(recipe);
      built = recipe;
      draw();
    },
  };
}

function describe({ name, size, stride, map }: Layer, [, height, width]: Recipe["input"]): string {
  const [rows, columns] = size;
  if (stride[0] === 0) return `${name}: every output sees all ${rows} × ${columns} pixels.`;
  const apart = stride[0] === 1 ? "1 pixel" : `${stride[0]} pixels`;
  const share = (Math.min(rows, height) * Math.min(columns, width)) / (height * width);
  return (
    `${name}: an output sees ${rows} × ${columns} pixels, ${Math.round(100 * share)}\u202f% of the picture; the fields of neighbours lie ` +
    `${apart} apart. Drawn for the one in the middle of ${map[0]} × ${map[1]}.`
  );
}
