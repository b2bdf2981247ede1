/** The functions of the operations as people write them, with names or with numbers in the places of their arguments. */
import type { Applied } from "../../inspect/opened.ts";
import type { Attributes } from "../../operations/operation.ts";
import { labelSmoothingOf } from "../../operations/softmaxCrossEntropy.ts";
import { figures } from "../look/format.ts";
import { apply, type Formula, fraction, number, operator, over, partial, row, symbol, under } from "../look/math.ts";
import type { Pieces } from "./lines.ts";

/** What stands for an argument, by its role. */
type Of = (role: string) => Pieces;

const L = symbol("L");
const z = symbol("z");
const [open, close, times, plus, minus] = ["(", ")", "·", "+", "−"].map(operator);
const text = (words: string): Formula => ["mtext", words];

/** The operations' inputs are x everywhere; but on the page x is the picture. */
const roles: Readonly<Record<string, Formula>> = {
  x: z,
  y: symbol("y"),
  dy: partial(L, symbol("y")),
  target: symbol("t"),
  mean: symbol("μ"),
  variance: symbol("v"),
  weight: symbol("γ"),
  bias: symbol("β"),
  dw: partial(L, symbol("γ")),
  db: partial(L, symbol("β")),
};

/** What an argument is called that has no symbol of its own. */
export const roleSymbol = (role: string): Formula => roles[role] ?? text(role);

/** Activations, and their slopes where they have no shorter name. */
const activations: Readonly<Record<string, string>> = {
  relu: "ReLU",
  sigmoid: "σ",
  tanh: "tanh",
  gelu: "GELU",
  silu: "SiLU",
  leakyRelu: "LeakyReLU",
};
/** The name of an activation, by its operation. */
export const activationName = (op: string): Formula | undefined =>
  activations[op] === undefined ? undefined : symbol(activations[op]);

const slope = (op: string) => over(symbol(activations[op]), operator("′"));
const squared: Formula = ["msup", row(), number(2)];

/** Of one argument each: names or numbers stand in the same places. */
const plain: Readonly<Record<string, (of: Of) => Pieces>> = {
  ...Object.fromEntries(
    Object.keys(activations).map((op) => [op, (of: Of) => [activationName(op)!, open, ...of("x"), close]]),
  ),
  sigmoidGrad: (of) => [...of("dy"), times, ...of("y"), times, open, number(1), minus, ...of("y"), close],
  tanhGrad: (of) => [...of("dy"), times, open, number(1), minus, ...of("y"), squared, close],
  geluGrad: (of) => [...of("dy"), times, slope("gelu"), open, ...of("x"), close],
  siluGrad: (of) => [...of("dy"), times, slope("silu"), open, ...of("x"), close],
  leakyReluGrad: (of) => [...of("dy"), times, slope("leakyRelu"), open, ...of("x"), close],
};

const exp = (of: Formula) => over(symbol("e"), of);
const root = (of: Formula): Formula => ["msqrt", of];
const share = (of: Formula) => fraction(exp(of), row(operator("∑"), exp(of)));

type Named = (role: string) => Formula;
const deviation = (of: Named) => root(row(of("variance"), plus, symbol("ε")));
const normalized = (of: Named) => fraction(row(of("x"), minus, of("mean")), deviation(of));

const q = symbol("q");
const isSmoothed = (attributes: Attributes) => labelSmoothingOf(attributes) > 0;

/** Of many numbers, or with a fraction: names alone. */
const others: Readonly<Record<string, (of: Named, attributes: Attributes) => Formula>> = {
  reluGrad: (of) => row(of("dy"), times, slope("relu")),
  softmaxCrossEntropy: (of, attributes) =>
    row(
      apply("ln", row(operator("∑"), exp(of("x")))),
      minus,
      isSmoothed(attributes) ? row(operator("∑"), q, times, of("x")) : under(of("x"), symbol("y")),
    ),
  softmaxCrossEntropyGrad: (of, attributes) => row(share(of("x")), minus, isSmoothed(attributes) ? q : symbol("t")),
  squaredError: (of) => row(operator("∑"), over(row(open, of("target"), minus, of("x"), close), number(2))),
  squaredErrorGrad: (of) => row(number("−2"), open, of("target"), minus, of("x"), close),
  binaryCrossEntropyWithLogits: (of) =>
    row(
      ...[operator("∑"), open, symbol("ln"), open, number(1), plus, exp(of("x")), close],
      ...[minus, of("target"), times, of("x"), close],
    ),
  binaryCrossEntropyWithLogitsGrad: (of) => row(symbol("σ"), open, of("x"), close, minus, of("target")),
  batchNorm: (of) => row(of("weight"), times, normalized(of), plus, of("bias")),
  batchNormInputGrad: (of) => row(fraction(of("weight"), deviation(of)), times, of("dy")),
  batchNormParameterGrads: (of) => row(operator("∑"), of("dy"), times, normalized(of)),
  classify: (of) => row(text("the class of the greatest "), of("x")),
  softmax: (of) => share(of("x")),
  softmaxGrad: (of) => row(of("y"), times, open, of("dy"), minus, operator("∑"), of("dy"), times, of("y"), close),
  oneHot: () => text("1 at the label, else 0"),
};

/** What is to be said of letters that are no arguments. */
export function remark({ op, args, attributes }: Pick<Applied, "op" | "args" | "attributes">): string {
  if (op.startsWith("softmaxCrossEntropy") && isSmoothed(attributes)) {
    const spread = labelSmoothingOf(attributes) / args.x.length;
    const atLabel = 1 - labelSmoothingOf(attributes) + spread;
    return `; q, the label smoothed, is ${figures(atLabel)} at the label, else ${figures(spread)}`;
  }
  if (op === "softmaxCrossEntropy") return "; y is the label. It is −ln of y’s share, which is what softmax makes of z";
  return op === "softmaxCrossEntropyGrad" ? "; t is 1 at the label, else 0" : "";
}

/** An operation's function with something in the places of its arguments; undefined where that is not one number each. */
export const withArguments = (op: string, of: Of): Pieces | undefined => plain[op]?.(of);

/** An operation's function by the names of its arguments. */
export const formulaOf = (op: string, of: (role: string) => Formula, attributes: Attributes = {}): Formula =>
  plain[op] === undefined
    ? (others[op]?.(of, attributes) ?? text(op))
    : row(...(plain[op]((role) => [of(role)]) as readonly Formula[]));

/** What is multiplied, summed up. */
export const sumOf = (factors: readonly Formula[]): Formula =>
  row(operator("∑"), ...factors.flatMap((factor, at) => (at === 0 ? [factor] : [times, factor])));
