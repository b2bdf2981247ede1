/** A number, opened: what it was made from, with the actual numbers; each of these opens in turn. */
import type { Factor, Opened, Sum } from "../../inspect/opened.ts";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { type Formula, number, operator, row, symbol, typeset, under } from "../look/math.ts";
import { seldom } from "../look/seldom.ts";
import { onThemeChange } from "../look/theme.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import { isRunning, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { gradientWayView } from "./gradientWayView.ts";
import { createLines, equals, type Line, opening, side, words } from "./lines.ts";
import { hasPictures, linesOf, nameOf, shareLine } from "./links.ts";
import { elementName, type Notation, notationOf, symbolIn } from "./notation.ts";
import { gridsKey, type ProductGrids, productGrids } from "./productGrids.ts";
import { whereabouts } from "./whereabouts.ts";
import { quantity } from "./written.ts";

/** Milliseconds between two sets of numbers while it trains: more often nobody reads them. */
const pace = 250;

export function arithmeticView(networkOf: NetworkOf, actions: Actions): View {
  const place = byId("arithmetic");
  const back = html("button", { type: "button", class: "link" }, "← Back");
  const close = html("button", { type: "button", class: "link" }, "Close");
  const title = html("h2", { id: "arithmetic-title" });
  const weight = html("p", { class: "arithmetic-weight" });
  const where = html("p", { class: "quiet" });
  const open = ({ tensor, place: at }: Factor) => actions.openNumber(tensor, at);
  const lines = createLines(open);
  const pictures = html("div");
  const way = gradientWayView(open);
  const links = html("div", { class: "links" }, lines.element, pictures, way.element);
  place.append(
    html("div", { class: "heading" }, weight, title, html("div", { class: "arithmetic-buttons" }, back, close)),
    where,
    links,
  );
  back.addEventListener("click", () => actions.back());
  close.addEventListener("click", () => actions.openNumber());
  // Outside the place, which is hidden while nothing is open: what is opened is heard too.
  const spoken = html("p", { class: "visually-hidden", "aria-live": "polite" });
  place.after(spoken);
  let notation: Notation = new Map();

  /** Formulas by what they were last set from: an element is kept as long as it says the same. */
  const set = new WeakMap<HTMLElement, string>();
  function setIn(element: HTMLElement, formula: Formula): void {
    const key = JSON.stringify(formula);
    if (set.get(element) === key) return;
    set.set(element, key);
    element.replaceChildren(typeset(formula));
  }
  const equation = (name: Formula, value: number) => row(name, operator("="), quantity(value));

  let grids: ProductGrids | undefined;
  let gridsOf = "";
  function showPictures(sum: Sum | undefined): void {
    const key = sum === undefined ? "" : gridsKey(sum);
    if (key !== gridsOf || grids === undefined) {
      gridsOf = key;
      const names = sum?.terms[0].factors.map(({ tensor }) => {
        const known = symbolIn(notation, tensor);
        return html("span", {}, known ? typeset(known) : tensor);
      });
      grids = sum && productGrids(sum, names!, open);
      pictures.replaceChildren(...(grids ? [grids.element] : []));
    }
    if (sum) grids!.paint(sum);
  }

  const parameterOf = ({ tensor }: Opened) =>
    Object.values(latest!.sight!.parameters).find(({ gradient }) => gradient?.tensor === tensor)?.value;

  /** Of what a weight has to do with the loss: the weight itself. */
  function weightOf(opened: Opened): Formula | undefined {
    const own = parameterOf(opened);
    const { place: at, index } = opened;
    return own && equation(elementName(notation, { tensor: own.tensor, index }), own.data[at]);
  }

  /** Of a parameter, which nothing computes: what the loss changes with it, which opens in turn. */
  function gradientLines({ kind, tensor, index, place: at }: Opened): Line[] {
    const { gradient } = Object.values(latest!.sight!.parameters).find(({ value }) => value.tensor === tensor) ?? {};
    if (kind !== "given" || gradient === undefined) return [];
    const factor = { tensor: gradient.tensor, index, place: at, value: gradient.data[at] };
    return [[side(elementName(notation, factor)), equals(opening(factor)), words("is what the loss changes with it.")]];
  }

  /** To what was pointed at, so that both are in sight: above the weights, or right below the network. */
  function moveTo(next: string): void {
    const beside = document.querySelector(next)!;
    if (spoken.nextElementSibling !== beside) beside.before(place, spoken);
  }

  /** Of an output before the function that makes shares of them: what it makes of it, and of which. */
  function shareOf({ tensor, place: at }: Opened): { share: Formula; line: Line } | undefined {
    const { sight, settings } = latest!;
    const { applied, layer } = networkOf(settings).stages.at(-1)!;
    const outputs = layer === undefined ? undefined : sight!.layers[layer]?.value;
    if (applied === undefined || outputs?.tensor !== tensor) return undefined;
    const all = Array.from(outputs.data, (z, place) => ({ tensor, place, index: [0, place], value: z }));
    const isSoftmax = applied === "softmax";
    const name = under(symbol("o"), number(at + 1));
    const value = sight!.outputs[at];
    return { share: equation(name, value), line: shareLine(name, isSoftmax, isSoftmax ? all : [all[at]], value) };
  }

  let latest: PageState | undefined;
  let looked: PageState["trail"] = [];
  function show(): void {
    const { opened, sight, settings, trail } = latest!;
    place.hidden = opened === undefined || sight === undefined;
    if (opened === undefined || sight === undefined) {
      // All of it at once, when the same number is opened again, would hold the page up: it is made anew, line by line.
      showPictures(undefined);
      return;
    }
    notation = notationOf(networkOf(settings).stages, sight);
    const { chain } = opened;
    const [first] = chain;
    setIn(title, equation(nameOf(notation, first), first.value));
    const share = shareOf(first);
    const beside = share?.share ?? weightOf(first);
    weight.hidden = beside === undefined;
    if (beside) setIn(weight, beside);
    where.textContent = whereabouts(first);
    // Not everything that reads a page aloud reads formulas.
    title.ariaLabel = `${first.tensor} [${first.index.join(", ")}] = ${figures(first.value)}`;
    back.hidden = trail.length < 2;
    lines.paint([...(share ? [share.line] : []), ...linesOf(notation, chain), ...gradientLines(first)]);
    const last = chain.at(-1)!;
    showPictures(last.kind === "sum" && hasPictures(last) ? last : undefined);
    way.paint(notation, opened.way);
    // Of a gradient it comes first where that goes; of a value, what it was made from.
    const isFirst = opened.way?.gradient.tensor === first.tensor;
    if (isFirst !== (links.firstChild === way.element)) links[isFirst ? "prepend" : "append"](way.element);
    // Opened by hand it is looked at; with the numbers of another step it stays where it is.
    // Of quick keys the number before may come while the next is on its way: that one is the one to look at.
    const wanted = trail.at(-1);
    if (trail !== looked && wanted?.tensor === first.tensor && wanted.place === first.place) {
      looked = trail;
      moveTo(parameterOf(first) === undefined ? ".opens" : ".kernels");
      // With a step's stages one goes on by their buttons, which must not move away.
      // In a frame of its own: to lay it out is much of the work.
      const isStep = first.tensor === sight.lossTensor;
      if (!isStep) requestAnimationFrame(() => place.scrollIntoView({ block: "nearest" }));
      spoken.textContent = title.ariaLabel;
    }
  }

  // Cells have colours of the theme they were made in.
  onThemeChange(() => latest && show());
  const showSeldom = seldom(pace, show);
  return dependingOn(
    (state) => [state.opened, networkOf(state.settings).stages],
    (state) => {
      latest = state;
      // By hand it is opened, and closed, at once.
      showSeldom(undefined, state.trail !== looked || state.opened === undefined || !isRunning(state));
    },
  );
}
