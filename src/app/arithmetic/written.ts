/** Numbers in mathematical type: as formulas, and as the words of a button that stands among formulas. */
import { html } from "../look/elements.ts";
import { figureParts } from "../look/format.ts";
import { type Formula, number, operator, over, row } from "../look/math.ts";

/** A power as an exponent is written. */
export const exponent = (power: number): string => `${power}`.replace("-", "−");

/** Three significant figures, times a power of ten where the number is small. */
export function quantity(value: number): Formula {
  const { words, power } = figureParts(value);
  if (power === undefined) return number(words);
  return row(number(words), operator("·"), over(number(10), number(exponent(power))));
}

/** The same with brackets around its sign, for behind another sign. */
export const bracketed = (value: number): Formula =>
  value < 0 ? row(operator("("), quantity(value), operator(")")) : quantity(value);

/** Writes a number into an element, if something else stands there. */
export function writeNumber(element: HTMLElement, value: number): void {
  const { words, power } = figureParts(value);
  const [base, raised] = power === undefined ? [words, ""] : [`${words}·10`, exponent(power)];
  if (element.textContent === base + raised) return;
  element.replaceChildren(base, ...(power === undefined ? [] : [html("sup", {}, raised)]));
}
