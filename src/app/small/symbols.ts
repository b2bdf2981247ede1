/** What the quantities of the small network are called: letter and index, as MathML and as text of a drawing. */
import { svg } from "../look/elements.ts";
import { type Formula, operator, over, partial, row, symbol, under } from "../look/math.ts";
import type { Part } from "./twoNeurons.ts";

export type Quantity = Part | "h1Sum" | "h2Sum" | "o1Sum" | "yTrue";

const long: Partial<Record<Quantity, readonly [string, string]>> = {
  h1Sum: ["h", "1 sum"],
  h2Sum: ["h", "2 sum"],
  o1Sum: ["o", "1 sum"],
  o1: ["y", "pred"],
  yTrue: ["y", "true"],
  loss: ["L", ""],
};

/** Letter and index. */
function lettersOf(name: Quantity): readonly [string, string] {
  return long[name] ?? [name[0], name[1]];
}

export function nameOf(name: Quantity): Formula {
  const [letter, index] = lettersOf(name);
  return index === "" ? symbol(letter) : under(symbol(letter), ["mtext", index]);
}

/** ∂of/∂by */
export const derivativeOf = (of: Quantity, by: Quantity): Formula => partial(nameOf(of), nameOf(by));

/** σ′(sum of a neuron) */
export function slopeOf(neuron: "h1" | "h2" | "o1"): Formula {
  return row(over(symbol("σ"), operator("′")), operator("("), nameOf(`${neuron}Sum`), operator(")"));
}

/** As a formula's name, for text of a drawing. */
export function nameSpans(name: Quantity): readonly SVGElement[] {
  const [letter, index] = lettersOf(name);
  const spans = [svg("tspan", { class: "letter" }, letter)];
  if (index !== "") spans.push(svg("tspan", { class: "index", dy: "3" }, index), svg("tspan", { dy: "-3" }, "\u200a"));
  return spans;
}

/** In words for who hears it: "w 1", "h 1 sum". */
export const spoken = (name: Quantity) => lettersOf(name).join(" ").trim();
