/** A number, opened: what it was made from, with the actual numbers; each of these opens in turn. */
import type { Applied, Factor, Greatest, Opened, Sum } from "../../inspect/opened.ts";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { number, operator, row, symbol, typeset, under } from "../look/math.ts";
import { onThemeChange } from "../look/theme.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { functionOf, roleName } from "./functions.ts";
import { elementName, type Notation, notationOf, symbolIn } from "./notation.ts";
import { productGrids } from "./productGrids.ts";
import { whereabouts } from "./whereabouts.ts";

/** Arguments that are written out one by one; of more, the first. */
const written = 12;

export function arithmeticView(networkOf: NetworkOf, actions: Actions): View {
  const place = byId("arithmetic");
  const back = html("button", { type: "button", class: "link" }, "← Back");
  const close = html("button", { type: "button", class: "link" }, "Close");
  const title = html("h2", { id: "arithmetic-title" });
  const weight = html("p", { class: "arithmetic-weight" });
  const where = html("p", { class: "quiet" });
  const list = html("div", { class: "links" });
  place.append(
    html("div", { class: "heading" }, weight, title, html("div", { class: "arithmetic-buttons" }, back, close)),
    where,
    list,
  );
  back.addEventListener("click", () => actions.back());
  close.addEventListener("click", () => actions.openNumber());
  // Outside the place, which is hidden while nothing is open: what is opened is heard too.
  const spoken = html("p", { class: "visually-hidden", "aria-live": "polite" });
  place.after(spoken);
  let notation: Notation = new Map();

  const open = ({ tensor, place: at }: Factor) => actions.openNumber(tensor, at);
  const name = (factor: Pick<Factor, "tensor" | "index">) => typeset(elementName(notation, factor));
  const value = (factor: Factor, role = ""): HTMLElement => {
    // A label is the name of a class, not a quantity.
    const words = role === "label" ? `${factor.value}` : figures(factor.value);
    const button = html("button", { type: "button", class: "number" }, words);
    button.addEventListener("click", () => open(factor));
    return button;
  };

  /** Numbers one after the other, each of which opens. */
  const listed = (cells: readonly HTMLElement[]) => cells.flatMap((cell, k) => (k === 0 ? [cell] : [", ", cell]));

  function sumLine(opened: Sum): HTMLElement {
    const { terms, op } = opened;
    if (terms.length === 0) return html("p", {}, "Nothing reaches it: no window chose it, so it is 0.");
    if (op === "addBias") {
      const [sum, bias] = terms.map(({ factors }) => factors[0]);
      return html(
        "p",
        { class: "equation" },
        figures(opened.value),
        " = ",
        value(sum),
        " + ",
        value(bias),
        " ",
        name(bias),
      );
    }
    const [{ factors, divisor }] = terms;
    const share = divisor === 1 ? "" : ` / ${divisor}`;
    if (terms.length === 1 && factors.length === 1) {
      const [factor] = factors;
      return html("p", { class: "equation" }, figures(opened.value), " = ", value(factor), " ", name(factor), share);
    }
    const what = factors.length > 1 ? "products" : "numbers";
    const words = `${figures(opened.value)} = the sum of ${terms.length} ${what}${share && `, each divided by ${divisor}`}`;
    const names = factors.map((factor) => {
      const known = symbolIn(notation, factor.tensor);
      return html("span", {}, known ? typeset(known) : factor.tensor);
    });
    return html("div", {}, html("p", { class: "equation" }, words), productGrids(opened, names, open));
  }

  function greatestLine({ candidates, chosen, value: greatest }: Greatest): HTMLElement {
    const cells = candidates.map((candidate, at) => {
      const cell = value(candidate);
      cell.classList.toggle("chosen", at === chosen);
      return cell;
    });
    const line = html("p", { class: "equation" }, `${figures(greatest)} = the greatest of `);
    line.append(...listed(cells), " ", name(candidates[chosen]));
    return line;
  }

  function functionLine({ op, args, value: result }: Applied): HTMLElement {
    const line = html("p", { class: "equation" }, `${figures(result)} = ${functionOf(op)}, where `);
    Object.entries(args).forEach(([role, factors], at) => {
      const shown = listed(factors.slice(0, written).map((factor) => value(factor, role)));
      line.append(at === 0 ? "" : "; ", `${roleName(role)} = `, ...shown, factors.length > written ? ", …" : "");
    });
    return line;
  }

  function lineOf(opened: Opened): HTMLElement {
    if (opened.kind === "sum") return sumLine(opened);
    if (opened.kind === "greatest") return greatestLine(opened);
    if (opened.kind === "function") return functionLine(opened);
    return html("p", {}, "It is given: in this step nothing computes it, and much is computed from it.");
  }

  const equation = (factor: Pick<Factor, "tensor" | "index" | "value">) =>
    typeset(row(elementName(notation, factor), operator("="), number(figures(factor.value))));

  const parameterOf = ({ tensor }: Opened) =>
    Object.values(latest!.sight!.parameters).find(({ gradient }) => gradient?.tensor === tensor)?.value;

  /** Of what a weight has to do with the loss: the weight itself. */
  function weightOf(opened: Opened): Element[] {
    const own = parameterOf(opened);
    const { place: at, index } = opened;
    return own === undefined ? [] : [equation({ tensor: own.tensor, index, value: own.data[at] })];
  }

  /** To what was pointed at, so that both are in sight: above the weights, or right below the network. */
  function moveTo(next: string): void {
    const beside = document.querySelector(next)!;
    if (spoken.nextElementSibling !== beside) beside.before(place, spoken);
  }

  /** Of an output before the function that makes shares of them: what it makes of it, and of which. */
  function shareOf({ tensor, place: at }: Opened): { share: Element; line: HTMLElement } | undefined {
    const { sight, settings } = latest!;
    const { applied, layer } = networkOf(settings).stages.at(-1)!;
    const outputs = layer === undefined ? undefined : sight!.layers[layer]?.value;
    if (applied === undefined || outputs?.tensor !== tensor) return undefined;
    const result = figures(sight!.outputs[at]);
    const all = Array.from(outputs.data, (z, place) => ({ tensor, place, index: [0, place], value: z }));
    const isSoftmax = applied === "softmax";
    const args = isSoftmax ? all : [all[at]];
    const line = html(
      "p",
      { class: "equation" },
      `${result} = ${functionOf(isSoftmax ? "softmax" : "sigmoid")}, where z = `,
    );
    line.append(...listed(args.map((one) => value(one))));
    const name = under(symbol("o"), number(at + 1));
    return { share: typeset(row(name, operator("="), number(result))), line };
  }

  let latest: PageState | undefined;
  let looked: PageState["trail"] = [];
  function show(): void {
    const { opened, sight, settings, trail } = latest!;
    place.hidden = opened === undefined || sight === undefined;
    if (opened === undefined || sight === undefined) return;
    notation = notationOf(networkOf(settings).stages, sight);
    const [first] = opened.chain;
    title.replaceChildren(equation(first));
    const share = shareOf(first);
    weight.replaceChildren(...(share ? [share.share] : weightOf(first)));
    weight.hidden = weight.childElementCount === 0;
    where.textContent = whereabouts(first);
    // Not everything that reads a page aloud reads formulas.
    title.ariaLabel = `${first.tensor} [${first.index.join(", ")}] = ${figures(first.value)}`;
    back.hidden = trail.length < 2;
    list.replaceChildren(...(share ? [share.line] : []), ...opened.chain.map(lineOf));
    // Opened by hand it is looked at; with the numbers of another step it stays where it is.
    // Of quick keys the number before may come while the next is on its way: that one is the one to look at.
    const wanted = trail.at(-1);
    if (trail !== looked && wanted?.tensor === first.tensor && wanted.place === first.place) {
      looked = trail;
      moveTo(parameterOf(first) === undefined ? ".opens" : ".kernels");
      // With a step's stages one goes on by their buttons, which must not move away.
      if (first.tensor !== sight.lossTensor) place.scrollIntoView({ block: "nearest" });
      spoken.textContent = title.ariaLabel;
    }
  }

  // Cells have colours of the theme they were made in.
  onThemeChange(() => latest && show());
  return dependingOn(
    (state) => [state.opened, networkOf(state.settings).stages],
    (state) => {
      latest = state;
      show();
    },
  );
}
