/** x → C¹ → P¹ → … → o with its numbers: maps as pixels, features as cells, outputs as bars; or what each has to do with the loss. */
import type { Factor, Opened } from "../../inspect/opened.ts";
import type { Actions } from "../actions.ts";
import { byId, html, svg } from "../look/elements.ts";
import { count, figures } from "../look/format.ts";
import { type Formula, partial, symbol, typeset } from "../look/math.ts";
import { diverging, roundLimit, sequential, steadyLimit } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { className } from "../own/own.ts";
import type { Seen, SeenBothWays } from "../protocol.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { type Choose, type MapsPicture, type MapsShape, mapsPicture } from "./mapsPicture.ts";
import type { NetworkOf } from "./networkOf.ts";
import { outputBars } from "./outputBars.ts";
import { returnLine } from "./returnLine.ts";
import { type Stage, shapeWords } from "./stages.ts";
import { stepStages } from "./stepStages.ts";

/** The room that the sizes below are for; where there is more in both directions, what grows with it is as many times as large. */
const usual = { width: 600, height: 900 };
/** CSS pixels from top to bottom of the pictures, and of the largest and smallest map. */
const room = 304;
const sides = { most: 56, least: 8 };
/** Least pixels across of the input, and of the outputs. */
const narrowest = 56;
const outputs = 60;
/** Where stages take several lines, since in one of them their maps would be smaller than `below`: pixels from top to bottom, and of a map. */
const lines = { below: 20, room: 176, side: 40, flow: 16 };
/** A feature's cell. */
const cell = 5;
/** Least pixels across of a stage, for its caption (“mean pooling” is the longest), and of an arrow; and what is tried where they do not fit. */
const spacings = [
  { caption: 72, flow: 16 },
  { caption: 66, flow: 10 },
  // Captions take from the arrows' room then: lenet stands in one line on a screen of 1440 pixels by it.
  { caption: 56, flow: 10 },
];
/** Of the return line, for each step taken. */
const travelPerStep = 2.5;

/** What the loss computes with: of outputs that it makes shares of, what goes into that. */
const slopeSymbol = ({ applied, symbol: own }: Stage): Formula => (applied === undefined ? own : symbol("z"));

interface Drawn {
  readonly stage: Stage;
  readonly picture: MapsPicture;
  readonly symbolPlace: HTMLElement;
  readonly range: HTMLElement;
  /** The greatest magnitude so far, rounded: a scale that breathes with every step would make still numbers look alive. */
  limit: number;
}

/** A vector as a map of a few columns, so that its cells can be told apart. */
function mapsOf({ shape }: Stage): MapsShape {
  const count = shape.reduce((product, side) => product * side, 1);
  if (shape.length === 3) return { maps: shape[0], height: shape[1], width: shape[2], count };
  const width = Math.ceil((count * cell) / lines.room);
  return { maps: 1, height: Math.ceil(count / width), width, count };
}

export function networkView(networkOf: NetworkOf, actions: Actions): View {
  const place = byId("pipeline");
  let drawn: Drawn[] = [];
  let bars: ReturnType<typeof outputBars> | undefined;
  /** The stage that the bars are of, and where its symbol stands. */
  let last: Stage | undefined;
  let lastSymbol: HTMLElement | undefined;
  let lastRange = html("span");
  /** What the bars go up to in gradients. */
  let slopeLimit = 0;
  let latest: PageState;

  function build({ settings }: PageState): void {
    const { recipe, stages } = networkOf(settings);
    const total = stages.reduce((all, { parameters }) => all + parameters, 0);
    byId("network-title").textContent =
      settings.data === "own"
        ? "A network that learns your pictures"
        : recipe.input[1] > 1
          ? "A network that learns to read digits"
          : "A network";
    byId("network-facts").textContent =
      `${settings.preset}${settings.changes?.layers === undefined ? "" : ", changed"}, ${count(total)} parameters`;
    drawn = [];
    const figures = stages.flatMap((stage, i) => {
      const figure = i === stages.length - 1 ? lastFigure(stage) : stageFigure(stage);
      return i === 0 ? [figure] : [arrow(), figure];
    });
    place.replaceChildren(html("div", { class: "stages" }, ...figures), returnLine(recipe, slopeSymbol(last!)));
    fit();
  }

  function figureOf(stage: Stage, symbolPlace: HTMLElement, picture: Element, range: HTMLElement): HTMLElement {
    const caption = html("figcaption", {}, html("span", { class: "shape" }, shapeWords(stage.shape)));
    caption.append(html("span", {}, stage.words), range);
    return html(
      "figure",
      { class: `stage stage-${stage.kind}` },
      symbolPlace,
      html("div", { class: "stage-picture" }, picture),
      caption,
    );
  }

  /** Opens a number of a stage; and opens it in place of another one of the same that one walks on from. */
  function opening(stage: Stage): [choose: Choose, walkTo: Choose] {
    const by = (open: (tensor: string, at: number) => void) => (at: number) => {
      const seen = shownOf(stage);
      if (seen) open(seen.tensor, at);
    };
    return [by(actions.openNumber), by(actions.walkTo)];
  }

  function stageFigure(stage: Stage): HTMLElement {
    const picture = mapsPicture(mapsOf(stage), stage.words, ...opening(stage));
    const symbolPlace = html("div", { class: "stage-symbol" });
    const range = html("span", { class: "range" });
    drawn.push({ stage, picture, symbolPlace, range, limit: 0 });
    return figureOf(stage, symbolPlace, picture.element, range);
  }

  function lastFigure(stage: Stage): HTMLElement {
    const names = Array.from({ length: stage.shape[0] }, (_, label) => className(latest, label));
    bars = outputBars(names, stage.words, ...opening(stage));
    last = stage;
    lastSymbol = html("div", { class: "stage-symbol" }, typeset(stage.symbol));
    lastRange = html("span", { class: "range" });
    return figureOf(stage, lastSymbol, bars.element, lastRange);
  }

  /** The largest side of a map that lets all stages stand side by side; of maps that would be too small then, in several lines. */
  function fit(): void {
    const times = Math.max(1, Math.min(place.clientWidth / usual.width, innerHeight / usual.height));
    const grown = (size: number) => Math.floor(times * size);
    place.style.setProperty("--times", `${times}`);
    const sideOf = ({ stage }: Drawn, side: number) => {
      if (stage.kind === "vector" || stage.shape[1] === 1) return grown(cell) * mapsOf(stage).height;
      return stage.layer === undefined ? Math.max(side, narrowest) : side;
    };
    let side = 0;
    const widthOf = (one: Drawn, caption: number) => {
      const width = one.picture.widthFor(sideOf(one, side), grown(room));
      return one.stage.kind === "vector"
        ? width + 24
        : Math.max(one.stage.layer === undefined ? narrowest : caption, width);
    };
    for (const { caption, flow } of spacings) {
      const wide = place.clientWidth - grown(outputs) - drawn.length * flow;
      side = grown(sides.most);
      while (side >= lines.below && drawn.reduce((sum, one) => sum + widthOf(one, caption), 0) > wide) side--;
      if (side >= lines.below) break;
    }
    const isWrapped = side < lines.below;
    place.classList.toggle("wrapped", isWrapped);
    const tall = grown(isWrapped ? lines.room : room);
    /** The most that such a stage's maps measure, from `least` on, where it may have so much of the width; 0 where even that is too much. */
    const most = (one: Drawn, least: number, width: number) => {
      let own = isWrapped ? grown(lines.side) : side;
      while (own >= least && one.picture.widthFor(sideOf(one, own), tall) > width) own--;
      return own >= least ? own : 0;
    };
    // In lines two stages stand side by side, as long as their maps can still be told apart.
    const half = Math.floor(place.clientWidth / 2) - lines.flow;
    for (const one of drawn) {
      const own = (isWrapped && most(one, lines.below, half)) || most(one, sides.least, place.clientWidth);
      one.picture.fit(sideOf(one, own || sides.least), tall);
    }
  }

  function bothOf({ layer }: Stage): SeenBothWays | undefined {
    const { sight } = latest;
    return layer === undefined ? sight?.input : sight?.layers[layer];
  }

  function shownOf(stage: Stage): Seen | undefined {
    const both = bothOf(stage);
    return latest.show === "gradients" ? both?.gradient : both?.value;
  }

  function paint(): void {
    const isBackward = latest.show === "gradients";
    for (const one of drawn) {
      const { stage, picture, range } = one;
      const seen = shownOf(stage);
      const data = seen?.data ?? new Float32Array(stage.shape.reduce((product, side) => product * side, 1));
      const greatest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const hasSigns = isBackward || data.some((value) => value < 0);
      const own = roundLimit(greatest);
      const grown = isBackward ? steadyLimit(one.limit, own) : Math.max(one.limit, own);
      one.limit = stage.layer === undefined && !isBackward ? 1 : grown;
      picture.paint(data, one.limit, hasSigns ? diverging() : sequential());
      const words = figures(one.limit);
      const scaled = hasSigns ? `±${words}` : `0 … ${words}`;
      range.textContent = seen === undefined ? "" : isBackward && greatest === 0 ? "all 0" : scaled;
    }
    const slopes = isBackward && last !== undefined ? shownOf(last)?.data : undefined;
    if (slopes !== undefined) slopeLimit = steadyLimit(slopeLimit, roundLimit(Math.max(...slopes.map(Math.abs))));
    const scaled = slopes?.map((slope) => slope / slopeLimit);
    lastRange.textContent = slopes === undefined ? "" : `±${figures(slopeLimit)}`;
    bars?.paint(scaled ?? latest.sight?.outputs ?? [], latest.sight?.label, scaled !== undefined);
    mark();
  }

  function name(): void {
    const isBackward = latest.show === "gradients";
    place.classList.toggle("backward-shown", isBackward);
    for (const one of drawn) {
      const { symbol: own } = one.stage;
      const written: Formula = isBackward ? partial(symbol("L"), own) : own;
      one.symbolPlace.replaceChildren(typeset(written));
      one.limit = 0;
    }
    slopeLimit = 0;
    if (last === undefined) return;
    lastSymbol?.replaceChildren(typeset(isBackward ? partial(symbol("L"), slopeSymbol(last)) : last.symbol));
  }

  /** Shows which number is open, and where those lie that it was made from. */
  function mark(): void {
    const { chain = [], way } = latest.opened ?? {};
    const involved = [...involvedIn(chain), ...(way?.cells ?? [])];
    const won = way?.cells[way.chosen ?? -1];
    const open = involved.at(0);
    for (const { stage, picture } of drawn) {
      const tensors = [bothOf(stage)?.value.tensor, shownOf(stage)?.tensor];
      const isOfIt = ({ tensor }: Factor) => tensors.includes(tensor);
      picture.mark(
        involved.filter(isOfIt).map(({ place: at }) => at),
        won && isOfIt(won) ? won.place : undefined,
      );
      if (open !== undefined && open.tensor === shownOf(stage)?.tensor) picture.stand(open.place);
    }
    const isOutput = last !== undefined && open !== undefined && open.tensor === shownOf(last)?.tensor;
    bars?.mark(isOutput ? open.place : undefined);
  }

  new ResizeObserver(fit).observe(place);
  onThemeChange(paint);
  const structure = dependingOn(
    ({ settings, own }) => [networkOf(settings).stages, settings.preset, settings.data, own.report],
    build,
  );
  const names = dependingOn((state) => [networkOf(state.settings).stages, state.show], name);
  const content = dependingOn((state) => [networkOf(state.settings).stages, state.sight, state.show], paint);
  const open = dependingOn((state) => [state.opened], mark);
  /** While one goes through a step by hand, what happens in the stage has its hue. */
  const stage = dependingOn(
    (state) => [state.stage, isRunning(state)],
    (state) => {
      place.dataset.stage = isRunning(state) ? "" : stepStages[state.stage].name;
    },
  );
  return (state) => {
    latest = state;
    structure(state);
    names(state);
    content(state);
    open(state);
    stage(state);
    if (isRunning(state)) place.style.setProperty("--travel", `${-travelPerStep * state.step}`);
  };
}

/** A number and what its innermost sum or choice was made from. */
function involvedIn(chain: readonly Opened[]): readonly Factor[] {
  const last = chain.at(-1);
  if (last === undefined) return [];
  const made = last.kind === "sum" ? last.terms.flatMap(({ factors }) => factors) : [];
  return [chain[0], ...(last.kind === "greatest" ? last.candidates : made)];
}

function arrow(): SVGElement {
  return svg(
    "svg",
    { class: "flow", viewBox: "0 0 16 96", preserveAspectRatio: "xMidYMid meet", "aria-hidden": "true" },
    svg("path", { class: "arrow", d: "M1 48h13M10 44l4 4-4 4" }),
  );
}
