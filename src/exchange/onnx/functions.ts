/** Functions of single numbers that files write out in several nodes: recognised by what they come to, however they are written. */
import { erfc } from "../../core/erf.ts";
import type { LayerSpec } from "../../model/recipe.ts";
import { normalIntegral, tanhArgument } from "../../reference/gelu.ts";
import type { OnnxNode } from "./format.ts";

type Apply = (a: number, b: number) => number;

const erf = (x: number) => 1 - erfc(x);
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Operators of one or two numbers. */
export const numberOperators: Readonly<Record<string, Apply>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Erf: erf,
  Exp: Math.exp,
  Neg: (a) => -a,
  Sigmoid: logistic,
  Sqrt: Math.sqrt,
  Tanh: Math.tanh,
};

const known: readonly { readonly layer: LayerSpec; readonly at: (x: number) => number }[] = [
  { layer: { type: "gelu" }, at: (x) => x * normalIntegral(x) },
  { layer: { type: "gelu", approximate: "tanh" }, at: (x) => x * logistic(tanhArgument(x).v) },
  { layer: { type: "silu" }, at: (x) => x * logistic(x) },
];

/** Places at which functions are compared: the two forms of GELU are up to 4.7·10⁻⁴ apart among them, and rounded constants 10⁻⁶. */
const PLACES = Array.from({ length: 65 }, (_, i) => (i - 32) / 6);
const CLOSE = 2e-5;

/**
 * The layer that does what the nodes do together, if one does.
 *
 * @param nodes in the order in which they are computed, all of operators of this file
 * @param x the tensor that all of it comes from
 * @param scalarOf constants of one number, by name
 */
export function recognize(
  nodes: readonly OnnxNode[],
  x: string,
  scalarOf: (tensor: string) => number | undefined,
): LayerSpec | undefined {
  const valueAt = (place: number): number => {
    const values = new Map([[x, place]]);
    let last = Number.NaN;
    for (const { op, inputs, outputs } of nodes) {
      const [a, b] = inputs.map((input) => values.get(input) ?? scalarOf(input) ?? Number.NaN);
      last = numberOperators[op](a, b);
      values.set(outputs[0], last);
    }
    return last;
  };
  const values = PLACES.map(valueAt);
  return known.find(({ at }) => PLACES.every((place, i) => Math.abs(at(place) - values[i]) < CLOSE))?.layer;
}
