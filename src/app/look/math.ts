/** Formulas as data, set as MathML: what formulas.md writes, the page shows. */

/** An element of MathML: its tag, then its children, text only in leaves. */
export type Formula = readonly [tag: string, ...children: Child[]];
type Child = Formula | string;

export const symbol = (name: string): Formula => ["mi", name];
export const number = (value: string | number): Formula => ["mn", `${value}`];
export const operator = (sign: string): Formula => ["mo", sign];
/** Between a factor and a fraction. */
export const space: Formula = ["mtext", "\u2009"];
export const row = (...parts: readonly Formula[]): Formula => ["mrow", ...parts];
export const over = (base: Formula, above: Formula): Formula => ["msup", base, above];
export const under = (base: Formula, below: Formula): Formula => ["msub", base, below];
export const underOver = (base: Formula, below: Formula, above: Formula): Formula => ["msubsup", base, below, above];
export const sum = (index: string): Formula => under(operator("∑"), symbol(index));
export const fraction = (above: Formula, below: Formula): Formula => ["mfrac", above, below];
export const partial = (of: Formula, by: Formula): Formula => fraction(row(operator("∂"), of), row(operator("∂"), by));

/** A function's name stands upright and applies to what follows. */
export const apply = (name: string, argument: Formula): Formula =>
  row(symbol(name), operator("("), argument, operator(")"));

const namespace = "http://www.w3.org/1998/Math/MathML";

export function typeset(formula: Formula): Element {
  const math = document.createElementNS(namespace, "math");
  math.append(element(formula));
  return math;
}

function element([tag, ...children]: Formula): Element {
  const made = document.createElementNS(namespace, tag);
  // A single letter is a quantity and slants; a name does not. Chromium slants by code points that few fonts have: base.css does it.
  if (tag === "mi" && `${children[0]}`.length > 1) made.setAttribute("mathvariant", "normal");
  made.append(...children.map((child) => (typeof child === "string" ? child : element(child))));
  return made;
}
