/** ⊛ as a place of its own: what it is, with numbers that one edits, and what becomes of it in the network. */
import "../styles/operator.css";
import { html } from "../look/elements.ts";
import { operator, row, sum, symbol, typeset } from "../look/math.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { fieldView } from "./fieldView.ts";
import { foldView } from "./foldView.ts";
import { type Lists, readLists, writeLists } from "./kernelsAddress.ts";
import { pictureView } from "./pictureView.ts";
import { powerView } from "./powerView.ts";
import { slideView } from "./slideView.ts";

export function createOperator(place: HTMLElement, networkOf: NetworkOf): View {
  let lists = readLists(location.hash);
  let shown = location.hash;
  let latest: PageState | undefined;

  function change(part: Partial<Lists>): void {
    lists = { ...lists, ...part };
    shown = writeLists(lists);
    history.replaceState(null, "", shown);
    paint();
  }

  const slide = slideView(change);
  const power = powerView(change);
  const fold = foldView();
  const picture = pictureView(change);
  const field = fieldView();
  const bracket = (text: string) => operator(text);
  const [f, g, i, p] = ["f", "g", "i", "p"].map(symbol);
  const definition = row(
    bracket("("),
    ...[f, operator("⊛"), g, bracket(")"), bracket("["), p, bracket("]"), operator("="), sum("i")],
    ...[f, bracket("["), i, bracket("]"), g, bracket("["), p, operator("−"), i, bracket("]")],
  );
  const part = (title: string, words: string, ...children: Node[]) =>
    html(
      "section",
      { class: "operator-part" },
      html("h3", {}, title),
      html("p", { class: "operator-words" }, words),
      ...children,
    );
  place.append(
    html("p", { class: "operator-definition" }, typeset(definition)),
    html(
      "p",
      { class: "operator-words" },
      "A layer lays its kernel on the picture without turning it round: correlation, ⋆. The field calls that convolution and writes ⊛ all the same, and so does this page: a network that turned its kernels would learn the same ones, turned.",
    ),
    part(
      "Turn round, slide, multiply, add",
      "Lay g over f at a place p, turned round; multiply what lies on each other; add. That is the value at p. Change any number, and slide.",
      slide.element,
    ),
    // Beside the first, which is as tall as both.
    html(
      "div",
      {},
      part(
        "Again and again",
        "A kernel convolved with itself n times is its convolution power. A box becomes a triangle, then a bell.",
        power.element,
      ),
      part(
        "One after the other",
        "Different kernels, one after the other, are an n-fold convolution: here f and g from above, then k.",
        fold.element,
      ),
    ),
    part(
      "On a picture",
      "The same along two axes. Point at the picture, or move with the arrow keys.",
      picture.element,
    ),
    part(
      "Layer upon layer",
      "Convolutions one after the other, with nothing between, are one with a larger kernel. Whatever stands between, each layer sees more of the picture: its receptive field.",
      field.element,
    ),
  );

  function paint(): void {
    if (latest !== undefined) picture.paint(latest, lists);
    slide.paint(lists);
    power.paint(lists);
    fold.paint(lists);
  }

  paint();
  const follow = dependingOn(
    (state) => [state.sight, state.weights, networkOf(state.settings).recipe],
    (state) => {
      picture.paint(state, lists);
      field.paint(networkOf(state.settings).recipe, state);
    },
  );
  return (state) => {
    latest = state;
    if (location.hash !== shown) {
      lists = readLists(location.hash);
      shown = location.hash;
      paint();
    }
    follow(state);
  };
}
