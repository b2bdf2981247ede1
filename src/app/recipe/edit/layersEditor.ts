/** The list of layers while it is changed: each with its kind, its fields, its shape, and what is wrong with it. */
import { layers as kinds } from "../../../layers/index.ts";
import type { LayerSpec, Recipe } from "../../../model/recipe.ts";
import { html } from "../../look/elements.ts";
import { count } from "../../look/format.ts";
import { layerWords, shapeWords } from "../../network/stages.ts";
import { followerOf, inserted, type Judged, kindNames, moved, removed, withField, withKind } from "./draft.ts";
import { type FieldInputs, fieldInputs } from "./fieldInputs.ts";

interface Row {
  readonly item: HTMLElement;
  readonly size: HTMLElement;
  readonly complaint: HTMLElement;
  readonly fields: FieldInputs;
}

type Layers = Recipe["layers"];

export interface LayersEditor {
  readonly element: HTMLElement;
  /** Shows another list. */
  show(layers: Layers): void;
  /** Says how large each layer is, and what is wrong with one. */
  judge(judged: Judged, input: Recipe["input"]): void;
}

const actionsOf = { "↑": "Move up", "↓": "Move down", "+": "Add a layer after", "×": "Remove" } as const;
type Sign = keyof typeof actionsOf;

/**
 * @param change is called with each new list
 */
export function layersEditor(change: (layers: Layers) => void): LayersEditor {
  const list = html("ol", { class: "edit-layers" });
  const first = html("button", { type: "button", class: "link" }, "Add a layer at the start");
  const spoken = html("p", { class: "visually-hidden", "aria-live": "polite" });
  const element = html("div", {}, first, list, spoken);
  let layers: Layers = [];
  let rows: Row[] = [];
  let judged: Judged | undefined;
  let input: Recipe["input"] = [1, 1, 1];

  const shapeBefore = (at: number) => (at === 0 ? input : (judged?.built[at - 1]?.output ?? []));

  /** Another list, with the focus where the hand was. */
  function restructure(next: Layers, focus: number, on: string, words: string): void {
    if (next === layers) return;
    show(next);
    change(next);
    spoken.textContent = words;
    const item = rows[Math.min(focus, rows.length - 1)]?.item;
    (item?.querySelector<HTMLElement>(on) ?? first).focus();
  }

  function move(at: number, by: number, on: string): void {
    const to = at + by;
    restructure(moved(layers, at, by), to, on, `${layers[at].type} is now layer ${to + 1} of ${layers.length}`);
  }

  function add(at: number): void {
    const layer = followerOf(layers[at - 1]?.type, shapeBefore(at));
    restructure(inserted(layers, at, layer), at, "select", `${layer.type} added as layer ${at + 1}`);
  }

  function act(sign: Sign, at: number): void {
    const same = `[data-sign="${sign}"]`;
    if (sign === "↑") move(at, -1, same);
    else if (sign === "↓") move(at, 1, same);
    else if (sign === "+") add(at + 1);
    else restructure(removed(layers, at), at, same, `${layers[at].type} removed`);
  }

  function rowOf(layer: LayerSpec, at: number): Row {
    const owner = `layer ${at + 1}`;
    const kind = html(
      "select",
      { "aria-label": `Kind of ${owner}` },
      ...kindNames.map((name) =>
        html("option", { value: name, ...(name === layer.type ? { selected: "" } : {}) }, layerWords(name)),
      ),
    );
    kind.addEventListener("change", () =>
      restructure(withKind(layers, at, kind.value), at, "select", `${owner} is ${kind.value}`),
    );
    const buttons = Object.entries(actionsOf).map(([sign, words]) => {
      const label = `${words}${sign === "+" ? ":" : ""} ${owner}, ${layer.type}`;
      const button = html(
        "button",
        { type: "button", class: "step-button", "data-sign": sign, "aria-label": label, title: words },
        sign,
      );
      button.addEventListener("click", () => act(sign as Sign, at));
      return button;
    });
    const fields = fieldInputs(owner, kinds[layer.type].fields, layer, (name, value) => {
      layers = layers.with(at, withField(layers[at], name, value));
      change(layers);
    });
    const size = html("p", { class: "edit-size" });
    const complaint = html("p", { class: "note", id: `edit-complaint-${at}` });
    const item = html("li", {}, html("div", { class: "edit-head" }, kind, ...buttons), fields.element, size, complaint);
    item.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || by === undefined) return;
      event.preventDefault();
      move(at, by, "select");
    });
    return { item, size, complaint, fields };
  }

  function show(next: Layers): void {
    layers = next;
    rows = layers.map(rowOf);
    list.replaceChildren(...rows.map(({ item }) => item));
  }

  first.addEventListener("click", () => add(0));

  return {
    element,
    show,
    judge(now, of) {
      judged = now;
      input = of;
      rows.forEach(({ item, size, complaint, fields }, at) => {
        const built = now.built[at];
        const isWrong = now.layer !== undefined && at === now.built.length;
        size.textContent =
          built === undefined
            ? isWrong
              ? ""
              : "waits for the layer above"
            : shapeWords(built.output) + (built.parameters > 0 ? `, ${count(built.parameters)} parameters` : "");
        size.hidden = size.textContent === "";
        complaint.textContent = isWrong ? now.layer! : "";
        complaint.hidden = !isWrong;
        item.classList.toggle("wrong", isWrong);
        fields.judge(layers[at]);
      });
    },
  };
}
