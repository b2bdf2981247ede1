/** What a number is called in the notation of formulas.md: k¹ with indices, ∂L/∂C², or, where it has no symbol, the operation that gives it. */
import type { Factor } from "../../inspect/opened.ts";
import { type Formula, fraction, number, operator, partial, row, symbol, under, underOver } from "../look/math.ts";
import type { Stage } from "../network/stages.ts";
import type { SightMessage } from "../state.ts";

/** Symbols of the tensors of a sight, by their names. */
export type Notation = ReadonlyMap<string, Formula>;

const L = symbol("L");

/** Symbols of everything that a sight has by name, and of what it has to do with the loss. */
export function notationOf(stages: readonly Stage[], sight: SightMessage): Notation {
  const known = new Map<string, Formula>();
  const add = (seen: SightMessage["input"] | undefined, own: Formula) => {
    if (seen === undefined) return;
    known.set(seen.value.tensor, own);
    if (seen.gradient !== undefined) known.set(seen.gradient.tensor, partial(L, own));
  };
  for (const { layer, symbol: symbolOf, applied, trained = {} } of stages) {
    const own = applied === undefined ? symbolOf : symbol("z");
    add(layer === undefined ? sight.input : sight.layers[layer], own);
    for (const [name, parameter] of Object.entries(trained)) add(sight.parameters[name], parameter);
  }
  known.set(sight.lossTensor, L);
  return known;
}

/** What goes into an activation, and what the loss changes with it, has no name of its own in a sight. */
const inner: readonly (readonly [RegExp, Formula])[] = [
  [/\.(relu|sigmoid|tanh|gelu|silu|leakyRelu)Grad$/, partial(L, symbol("z"))],
  [/\.addBias$/, symbol("z")],
];

/** A tensor's symbol; undefined where it has none. */
export function symbolIn(notation: Notation, tensor: string): Formula | undefined {
  return notation.get(tensor) ?? inner.find(([pattern]) => pattern.test(tensor))?.[1];
}

/** An element's symbol with its indices, counted from 1 as formulas.md does; of an inner number the layer and operation. */
export function elementName(notation: Notation, { tensor, index }: Pick<Factor, "tensor" | "index">): Formula {
  const known = symbolIn(notation, tensor);
  const base: Formula = known ?? ["mtext", tensor];
  // Of a single picture: its own index says nothing.
  const own = isOfSample(tensor) ? index.slice(1) : index;
  if (own.length === 0 || known === undefined) return base;
  const places = own.flatMap((at, k) => (k === 0 ? [number(at + 1)] : [comma, number(at + 1)]));
  return indexed(known, places);
}

const comma = operator(",");

/** A symbol with indices: beneath its exponent, behind an index of its own, and of a derivative in its denominator. */
function indexed(base: Formula, places: readonly Formula[]): Formula {
  const [tag, ...children] = base;
  const [first, second, third] = children as Formula[];
  if (tag === "msup") return underOver(first, row(...places), second);
  if (tag === "msub") return under(first, row(second, comma, ...places));
  if (tag === "msubsup") return underOver(first, row(second, comma, ...places), third);
  if (tag !== "mfrac") return under(base, row(...places));
  const [, d, by] = second as readonly [string, Formula, Formula];
  return fraction(first, row(d, indexed(by, places)));
}

/** Parameters have no axis of samples; everything else has. */
export function isOfSample(tensor: string): boolean {
  return !/\.(weight|bias|running_mean|running_var)$|WeightGrad|BiasGrad|ParameterGrads/.test(tensor);
}
