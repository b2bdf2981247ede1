/** The weights as pixels: noise turning into edge detectors; or what each has to do with the loss. A weight that is pointed at opens. */
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { type Formula, operator, partial, row, symbol, typeset } from "../look/math.ts";
import { diverging, roundLimit, steadyLimit } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { createTile, paintTile } from "../look/tile.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import type { NetworkOf } from "./networkOf.ts";
import type { Stage } from "./stages.ts";
import { stepStages } from "./stepStages.ts";
import { gridOf, WeightTiles } from "./weightTiles.ts";

/** Pictures and their names together are about this high. */
const room = 440;
/** Share of the weights that the colour scale spans: one great weight must not turn all others to grey. The legend says ≤ and ≥. */
const inScale = 0.97;

interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Arrays of weights, in the order of the layers, with their symbols. */
function weightsOf(stages: readonly Stage[]): [name: string, symbol: Formula][] {
  return stages.flatMap(({ trained = {} }) => Object.entries(trained).filter(([name]) => name.endsWith(".weight")));
}

function wordsFor({ show, sight }: PageState, isConvolution: boolean, areMoves: boolean): string {
  if (areMoves) {
    const { since, taught } = sight!.moved!;
    const [first, last] = [since + 1, sight!.step];
    const steps = first === last ? `step ${count(last)}` : `steps ${count(first)} to ${count(last)}`;
    return `By how much ${steps}${taught ? " and your teaching" : ""} moved each weight.`;
  }
  if (show === "gradients") return "How much the loss changes with each weight.";
  return isConvolution ? "Where the picture looks like a kernel, its map is strong." : "A row for each neuron.";
}

export function kernelsView(networkOf: NetworkOf, actions: Actions): View {
  const place = byId("kernels");
  const tabs = html("div", { class: "switch", role: "radiogroup", "aria-label": "Weights of" });
  const ramp = createTile(101, 1);
  const ends = [html("span"), html("span", {}, "0"), html("span")];
  const legend = html("div", { class: "legend" }, ramp, ...ends);
  const title = html("h2", { id: "kernels-title" }, "Weights");
  const words = html("p", { class: "quiet" });
  const pictures = html("div");
  place.append(html("div", { class: "heading" }, html("div", {}, title, words), legend), tabs, pictures);

  let latest: PageState;
  let chosen = 0;
  let tiles: WeightTiles | undefined;
  let limit = 0;
  /** The step that the scale is of, where it is one of moves and nothing runs: the next may move the weights by much less. */
  let scaledSince: number | undefined;
  /** What the caption was last written for. */
  let captioned = "";

  const known = () => weightsOf(networkOf(latest.settings).stages);

  /** In the last stage of a step: by how much it moved the weights. */
  const areMoves = () =>
    stepStages[latest.stage].name === "update" && latest.show === "gradients" && latest.sight?.moved !== undefined;

  /** What is shown: gradients come with what is looked at, the first layer's weights also without. */
  function current(): Weights | undefined {
    const [name] = known()[chosen] ?? [];
    const both = name === undefined ? undefined : latest.sight?.parameters[name];
    if (areMoves()) return { shape: both!.value.shape, data: latest.sight!.moved!.by[name] };
    if (latest.show === "gradients") return both?.gradient;
    // Of a past moment only what is looked at is known.
    const live = latest.visiting === undefined && chosen === 0 ? latest.weights[0] : undefined;
    return live ?? both?.value;
  }

  /** Nothing in a step computes a weight: what there is to see is what changes it. */
  const gradientTensor = () => latest.sight?.parameters[known()[chosen]?.[0]]?.gradient?.tensor;

  const opening = (open: (tensor: string, at: number) => void) => (at: number) => {
    const tensor = gradientTensor();
    if (tensor !== undefined) open(tensor, at);
  };

  function mark(): void {
    const open = latest.opened?.chain[0];
    tiles?.mark(open !== undefined && open.tensor === gradientTensor() ? open.place : undefined);
  }

  function fit(): void {
    tiles?.fit(place.clientWidth, room);
  }

  function caption({ shape }: Weights): void {
    const { maps, parts, down, across } = gridOf(shape);
    const isConvolution = shape.length === 4;
    const [, own] = known()[chosen];
    const gradient = latest.show === "gradients" ? partial(symbol("L"), own) : own;
    const size = isConvolution ? `${maps * parts} kernels, ${down} × ${across}` : `weights, ${down} × ${across}`;
    const text = wordsFor(latest, isConvolution, areMoves());
    const key = [known()[chosen][0], latest.show, areMoves(), text].join();
    // With every new set of weights the same would cost a layout.
    if (key === captioned) return;
    captioned = key;
    title.replaceChildren(typeset(areMoves() ? row(operator("Δ"), own) : row(gradient)), ` ${size}`);
    words.textContent = text;
    place.classList.toggle("is-update", areMoves());
  }

  function build(): void {
    const weights = current();
    const [, own] = known()[chosen] ?? [];
    if (weights === undefined || own === undefined) return;
    const grid = gridOf(weights.shape);
    const name = `Weights ${known()[chosen][0]}`;
    tiles = new WeightTiles(grid, own, name, opening(actions.openNumber), opening(actions.walkTo));
    pictures.replaceChildren(tiles.element);
    fit();
    mark();
  }

  function chooseTabs(): void {
    const all = known();
    place.hidden = all.length === 0;
    chosen = Math.min(chosen, Math.max(0, all.length - 1));
    tabs.replaceChildren(
      ...all.map(([name, own], at) => {
        const radio = html("input", { type: "radio", name: "weights", value: name, "aria-label": name });
        radio.checked = at === chosen;
        radio.addEventListener("change", () => {
          chosen = at;
          renew();
        });
        return html("label", {}, radio, html("span", {}, typeset(own)));
      }),
    );
  }

  function renew(): void {
    tiles = undefined;
    limit = 0;
    captioned = "";
    paint();
  }

  function paint(): void {
    const weights = current();
    if (weights === undefined) return;
    if (tiles === undefined) build();
    caption(weights);
    const magnitudes = weights.data.map(Math.abs).sort();
    const greatest = magnitudes[magnitudes.length - 1];
    const own = roundLimit(magnitudes[Math.floor(inScale * (magnitudes.length - 1))]);
    const since = areMoves() && !isRunning(latest) ? latest.sight!.moved!.since : undefined;
    if (since !== scaledSince) limit = 0;
    scaledSince = since;
    limit = latest.show === "gradients" ? steadyLimit(limit, own) : Math.max(limit, own);
    const scale = diverging();
    tiles!.paint(weights.data, limit, scale);
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
    ({ settings }) => [networkOf(settings).stages],
    () => {
      chosen = 0;
      // Those of the network before are not its own.
      title.textContent = "Weights";
      chooseTabs();
      renew();
    },
  );
  // A new run, and gradients, start with a scale of their own; else the scale only ever grows.
  const forget = dependingOn((state) => [state.losses, state.show, state.stage], renew);
  const content = dependingOn((state) => [state.weights, state.sight, state.visiting, isRunning(state)], paint);
  const open = dependingOn((state) => [state.opened], mark);
  return (state) => {
    latest = state;
    structure(state);
    forget(state);
    content(state);
    open(state);
  };
}
