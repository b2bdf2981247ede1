/** Numbers in mathematical type: as formulas, and as the words of a button that stands among formulas. */
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { type Formula, number, operator, over, row } from "../look/math.ts";

/** What stands before a raised power of ten, if there is one, and the power. */
function partsOf(value: number): readonly [words: string, power?: string] {
  const words = figures(value);
  const [, base, raised] = /^(.*10)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(words) ?? [];
  if (base === undefined) return [words];
  return [base, Array.from(raised, (sign) => (sign === "⁻" ? "−" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign))).join("")];
}

/** Three significant figures, times a power of ten where the number is small. */
export function quantity(value: number): Formula {
  const [words, power] = partsOf(value);
  if (power === undefined) return number(words);
  return row(number(words.slice(0, words.lastIndexOf("·"))), operator("·"), over(number(10), number(power)));
}

/** The same with brackets around its sign, for behind another sign. */
export const bracketed = (value: number): Formula =>
  value < 0 ? row(operator("("), quantity(value), operator(")")) : quantity(value);

/** Writes a number into an element, if something else stands there. */
export function writeNumber(element: HTMLElement, value: number): void {
  const [words, power] = partsOf(value);
  if (element.textContent === words + (power ?? "")) return;
  element.replaceChildren(words, ...(power === undefined ? [] : [html("sup", {}, power)]));
}
