/** One derivative, link by link of the chain rule: each with its symbol, its numbers and its value. */
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { type Formula, number, operator, row, typeset } from "../look/math.ts";
import { derivativeOf, nameOf, slopeOf, spoken } from "./symbols.ts";
import {
  chainOf,
  type Factor,
  type Forward,
  type Link,
  type Nine,
  type ParameterName,
  type Part,
  type Sample,
} from "./twoNeurons.ts";

const times = operator("·");
const equals = operator("=");
const minus = operator("−");

/** With a sign of its own, a number stands in brackets behind another. */
const written = (value: number, first = true): Formula =>
  value < 0 && !first ? row(operator("("), number(figures(value)), operator(")")) : number(figures(value));

const joined = (parts: readonly Formula[]): Formula =>
  row(...parts.flatMap((part, at) => (at === 0 ? [part] : [times, part])));

/** As formulas.md writes it. */
function symbolOf({ kind, part }: Factor): Formula {
  if (kind === "slope") return slopeOf(part as "h1");
  if (kind === "quantity") return nameOf(part);
  return row(number("−2"), operator("("), nameOf("yTrue"), minus, nameOf("o1"), operator(")"));
}

/** Where a factor's own number comes from. */
function numbersOf({ kind, part }: Factor, { yTrue }: Sample, { h1, h2, yPred }: Forward): Formula | undefined {
  const at = { h1, h2, o1: yPred }[part as "h1"];
  if (kind === "slope")
    return row(number(figures(at)), operator("("), number(1), minus, number(figures(at)), operator(")"));
  if (kind === "error")
    return row(number("−2"), operator("("), number(yTrue), minus, number(figures(yPred)), operator(")"));
  return undefined;
}

export interface ChainView {
  readonly element: HTMLElement;
  paint(name: ParameterName, weights: Nine, sample: Sample, numbers: Forward): void;
}

/** @param point is told of the parts that are pointed at, or of none */
export function chainView(point: (parts: readonly Part[]) => void): ChainView {
  const title = html("h3", { id: "small-chain-title" });
  const list = html("ol", { class: "chain-links" });
  const product = html("p", { class: "chain-product" });
  const element = html("section", { class: "chain", "aria-labelledby": "small-chain-title" }, title, list, product);
  let shown: ParameterName | undefined;
  let links: LinkElement[] = [];

  function pointing(place: HTMLElement, parts: readonly Part[]): void {
    place.addEventListener("pointerenter", () => point(parts));
    place.addEventListener("pointerleave", () => point([]));
    place.addEventListener("focus", () => point(parts));
    place.addEventListener("blur", () => point([]));
  }

  function lineOf({ of, by, factors }: Link): LinkElement {
    const symbols = html("div", {}, typeset(row(derivativeOf(of, by), equals)));
    const numbers = html("div", {}, typeset(equals), " ");
    const value = html("div", { class: "chain-value" });
    const places = factors.map((factor, at) => {
      const [own, ownNumbers] = [html("span", {}, typeset(symbolOf(factor))), html("span", {})];
      for (const place of [own, ownNumbers]) {
        place.className = factor.kind === "error" ? "factor-back" : "factor-forward";
        pointing(place, [factor.part]);
      }
      if (at > 0) symbols.append(" · ");
      if (at > 0) numbers.append(" · ");
      symbols.append(own);
      numbers.append(ownNumbers);
      return ownNumbers;
    });
    const item = html("li", { tabindex: "0", "data-link": `${of}/${by}` }, symbols, numbers, value);
    item.className = "chain-link";
    pointing(item, [...factors.map(({ part }) => part), by]);
    return { item, places, value };
  }

  return {
    element,
    paint(name, weights, sample, forward) {
      const chain = chainOf(name, weights, sample);
      if (name !== shown) {
        shown = name;
        links = chain.map(lineOf);
        list.replaceChildren(...links.map(({ item }) => item));
        const whole = row(derivativeOf("loss", name), equals, joined(chain.map(({ of, by }) => derivativeOf(of, by))));
        title.replaceChildren(typeset(whole));
        title.setAttribute("aria-label", `∂L by ${spoken(name)}, link by link`);
      }
      chain.forEach(({ factors, value }, at) => {
        factors.forEach((factor, k) => {
          const own = numbersOf(factor, sample, forward) ?? written(factor.value, k === 0);
          links[at].places[k].replaceChildren(typeset(own));
        });
        links[at].value.replaceChildren(typeset(row(equals, number(figures(value)))));
      });
      const total = chain.reduce((all, { value }) => all * value, 1);
      const factors = joined(chain.map(({ value }, at) => written(value, at === 0)));
      product.replaceChildren(
        typeset(row(derivativeOf("loss", name), equals, factors, equals, number(figures(total)))),
      );
    },
  };
}

interface LinkElement {
  readonly item: HTMLElement;
  /** Of its factors' numbers. */
  readonly places: readonly HTMLElement[];
  readonly value: HTMLElement;
}
