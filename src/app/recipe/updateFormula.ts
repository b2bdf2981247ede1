/** What a step does to a weight, as formulas.md writes it for each optimiser. */
import type { OptimizerSpec } from "../../model/recipe.ts";
import { type Formula, fraction, operator, partial, row, space, symbol } from "../look/math.ts";

const w = symbol("w");

export function updateFormula({ type }: OptimizerSpec): Formula {
  return row(w, operator("←"), w, operator("−"), symbol("η"), space, direction(type));
}

/** What the learning rate multiplies: the gradient, the velocity, or the corrected mean over the root of the corrected square. */
function direction(type: string): Formula {
  if (type === "sgd") return partial(symbol("L"), w);
  if (type === "momentum") return symbol("v");
  if (type === "adam") {
    const hat = (name: string): Formula => ["mover", symbol(name), operator("^")];
    return fraction(hat("m"), row(["msqrt", hat("v")], operator("+"), symbol("ε")));
  }
  return symbol("…");
}
