/** The chain of a number that is open as lines of formulas: with names, with numbers, and what comes of it. */
import type { Applied, Factor, Greatest, Opened, Sum } from "../../inspect/opened.ts";
import { apply, type Formula, fraction, number, operator, over, symbol } from "../look/math.ts";
import { activationName, formulaOf, remark, roleSymbol, sumOf, withArguments } from "./functions.ts";
import { equals, joined, type Line, listed, opening, type Pieces, side, signed, words } from "./lines.ts";
import { elementName, type Notation, symbolIn } from "./notation.ts";
import { bracketed, quantity } from "./written.ts";

/** Arguments that are written out one by one; of more, the first. */
const written = 12;
/** Summands that are; of more there are pictures. */
const few = 4;

const [open, close, plus, circledPlus, times] = ["(", ")", "+", "⊕", "·"].map(operator);

/** An equals sign among words. */
const is: Pieces = [" ", operator("="), " "];

type Names = (factor: Pick<Factor, "tensor" | "index">) => Formula;

/** Whether a sum is shown as pictures of its products. */
export const hasPictures = (sum: Sum): boolean =>
  sum.terms.length > few || (sum.terms.length > 1 && sum.terms[0].factors.length > 1);

/** What the terms of a sum are made of. */
const factorNames = (notation: Notation, { terms }: Sum): Formula[] =>
  terms[0].factors.map(({ tensor }) => symbolIn(notation, tensor) ?? ["mtext", tensor]);

/** What a number is called: of a sum of products that has no name of its own, what it sums up. */
export function nameOf(notation: Notation, opened: Opened): Formula {
  const isUnnamed = symbolIn(notation, opened.tensor) === undefined;
  if (isUnnamed && opened.kind === "sum" && opened.terms.length > 1) return sumOf(factorNames(notation, opened));
  return elementName(notation, opened);
}

const result = (value: number) => equals(quantity(value));

function sumLine(notation: Notation, opened: Sum): Line {
  const { terms, value } = opened;
  const name: Names = (factor) => elementName(notation, factor);
  if (terms.length === 0) {
    const none = words("Nothing reaches it: no window chose it.");
    return [side(name(opened)), result(value), none];
  }
  const [{ factors, divisor }] = terms;
  const bases = factorNames(notation, opened);
  const share = (whole: Formula) => (divisor === 1 ? whole : fraction(whole, number(divisor)));
  if (hasPictures(opened)) {
    const what = `the sum of ${terms.length} ${factors.length > 1 ? "products" : "numbers"}`;
    const sides = symbolIn(notation, opened.tensor)
      ? [side(name(opened)), equals(share(sumOf(bases)))]
      : [side(share(sumOf(bases)))];
    return [...sides, result(value), words(divisor === 1 ? what : `${what}, each divided by ${divisor}`)];
  }
  const divided: Pieces = divisor === 1 ? [] : [operator("/"), number(divisor)];
  if (factors.length > 1) {
    const names = joined(
      factors.map((factor) => [name(factor)]),
      times,
    );
    const numbers = joined(
      factors.map((factor, at) => (at === 0 ? [opening(factor)] : signed(factor))),
      times,
    );
    return [side(name(opened)), equals(...names), equals(...numbers), result(value)];
  }
  const numbers = joined(
    terms.map((term, at) => (at === 0 ? [opening(term.factors[0])] : signed(term.factors[0]))),
    plus,
  );
  if (terms.length === 1) {
    // A value that is handed on is the same number.
    const end = divisor === 1 ? [] : [result(value)];
    return [side(name(opened)), equals(share(name(factors[0]))), equals(...numbers, ...divided), ...end];
  }
  const isMean = divisor !== 1;
  const symbols = isMean
    ? [share(sumOf(bases))]
    : joined(
        terms.map((term) => [name(term.factors[0])]),
        plus,
      );
  const whole = isMean ? [open, ...numbers, close, ...divided] : numbers;
  return [side(name(opened)), equals(...symbols), equals(...whole), result(value)];
}

/** A bias added to a sum, and the activation applied to that, if there is one. */
function biasLine(notation: Notation, biased: Sum, summed: Opened | undefined, activated?: Applied): Line {
  const [sum, bias] = biased.terms.map(({ factors }) => factors[0]);
  const before = summed === undefined ? elementName(notation, sum) : nameOf(notation, summed);
  const applied = (pieces: Pieces): Pieces =>
    activated === undefined ? pieces : [activationName(activated.op)!, open, ...pieces, close];
  const whole = activated ?? biased;
  return [
    side(elementName(notation, whole)),
    equals(...applied([before, circledPlus, elementName(notation, bias)])),
    equals(...applied([opening(sum), circledPlus, ...signed(bias)])),
    ...(activated === undefined ? [] : [equals(...applied([opening(activated.args.x[0])]))]),
    result(whole.value),
  ];
}

function greatestLine(notation: Notation, { candidates, chosen, ...opened }: Greatest): Line {
  const winner = candidates[chosen];
  const numbers = candidates.map((factor, at) => [{ factor, isChosen: at === chosen }]);
  const symbolOf = symbolIn(notation, winner.tensor);
  const list = [symbol("max"), open, ...joined(numbers, ", "), close];
  return [
    side(elementName(notation, opened)),
    ...(symbolOf === undefined ? [] : [equals(apply("max", symbolOf))]),
    candidates.length > few ? words(operator("="), ...list) : equals(...list),
    equals(elementName(notation, winner)),
    result(opened.value),
  ];
}

/** Names of the arguments, and the numbers that they stand for. */
function where(args: Applied["args"], name: (role: string) => Formula): Pieces {
  const parts = Object.entries(args).map(([role, factors]): Pieces => {
    const [first, ...others] = listed(factors, written);
    return [side(name(role), ...is, first), ...others];
  });
  return ["where ", ...joined(parts, "; ")];
}

function functionLine(notation: Notation, opened: Applied): Line {
  const { op, args, attributes, value } = opened;
  const name = (role: string): Formula => {
    const [first, ...more] = args[role] ?? [];
    const own = first && symbolIn(notation, first.tensor);
    if (own === undefined) return roleSymbol(role);
    return more.length === 0 ? elementName(notation, first) : own;
  };
  const one = (role: string) => args[role][0];
  const start = [side(elementName(notation, opened)), equals(formulaOf(op, name, attributes))];
  if (op === "reluGrad") {
    const passes = one("y").value > 0;
    const slope: Pieces = [over(symbol("ReLU"), operator("′")), ...is, number(passes ? 1 : 0)];
    const since: Pieces = ["where ", ...slope, ", since ", name("y"), ...is, opening(one("y"))];
    const gate = equals(opening(one("dy")), times, number(passes ? 1 : 0));
    return [...start, gate, result(value), words(...since, passes ? " is above 0" : " is not above 0")];
  }
  let isFirst = true;
  const numbers = withArguments(op, (role) => {
    const pieces = isFirst ? [opening(one(role))] : signed(one(role));
    isFirst = false;
    return pieces;
  });
  if (numbers !== undefined) return [...start, equals(...numbers), result(value)];
  const areSingle = Object.values(args).every((factors) => factors.length === 1);
  const set =
    areSingle && op !== "oneHot" ? [equals(formulaOf(op, (role) => bracketed(one(role).value), attributes))] : [];
  return [...start, ...set, result(value), words(...where(args, name), remark(opened))];
}

/** A line for each link; an activation, the bias within it and the sum within that are one line. */
export function linesOf(notation: Notation, chain: readonly Opened[]): Line[] {
  const isBiased = (opened: Opened | undefined): opened is Sum & { readonly op: "addBias" } =>
    opened?.kind === "sum" && opened.op === "addBias";
  const lines: Line[] = [];
  for (let at = 0; at < chain.length; at++) {
    const [opened, next, afterNext] = chain.slice(at);
    if (opened.kind === "given") {
      lines.push([words("It is given: in this step nothing computes it, and much is computed from it.")]);
    } else if (isBiased(opened)) {
      lines.push(biasLine(notation, opened, next));
    } else if (opened.kind === "function" && activationName(opened.op) !== undefined && isBiased(next)) {
      lines.push(biasLine(notation, next, afterNext, opened));
      at++;
    } else if (opened.kind === "sum") lines.push(sumLine(notation, opened));
    else if (opened.kind === "greatest") lines.push(greatestLine(notation, opened));
    else lines.push(functionLine(notation, opened));
  }
  return lines;
}

/** What the network makes of its outputs, before whose function they are called z: the share of one of them. */
export function shareLine(name: Formula, isSoftmax: boolean, args: readonly Factor[], value: number): Line {
  const z = symbol("z");
  const of = () => z;
  const formula = formulaOf(isSoftmax ? "softmax" : "sigmoid", of);
  return [side(name), equals(formula), result(value), words("where ", z, ...is, ...listed(args, written))];
}
