/** What a step does to a weight, as formulas.md writes it for each optimiser; the running means that it uses are those of that weight. */
import type { OptimizerSpec } from "../../model/recipe.ts";
import { type Formula, fraction, number, operator, over, partial, row, space, symbol, under } from "../look/math.ts";

const w = symbol("w");
const [gets, minus, plus, open, close] = ["←", "−", "+", "(", ")"].map(operator);
const gradient = partial(symbol("L"), w);
/** Of the weight: v alone is a layer, all maps as one list. */
const [mean, square, root] = ["m", "v", "s"].map((name) => under(symbol(name), w));
const velocity = square;
/** Corrected for its beginning at 0. */
const hat = (of: string): Formula => under(["mover", symbol(of), operator("^")], w);

/** a ← β·a + (1 − β)·next */
const runningMean = (of: Formula, share: Formula, next: Formula): Formula =>
  row(of, gets, share, of, plus, open, number(1), minus, share, close, next);
const beta = (index: number) => under(symbol("β"), number(index));
const squared = over(row(open, gradient, close), number(2));
const sum = (of: Formula, next: Formula): Formula => row(of, gets, symbol("μ"), of, plus, next);

/** A step of training, for one weight. */
interface Update {
  /** What the weight becomes. */
  readonly step: Formula;
  /** What is kept from step to step, and what becomes of it first. */
  readonly kept: readonly Formula[];
}

export function updateOf({ type, ...constants }: OptimizerSpec): Update {
  const has = (name: string) => Boolean((constants as Record<string, unknown>)[name]);
  const steps = (direction: Formula, ...kept: Formula[]): Update => ({
    step: row(w, gets, w, minus, symbol("η"), space, direction),
    kept,
  });
  switch (type) {
    case "sgd":
      return steps(gradient);
    case "momentum":
    case "nesterov": {
      const ahead = row(open, gradient, plus, symbol("μ"), velocity, close);
      return steps(type === "nesterov" || has("nesterov") ? ahead : velocity, sum(velocity, gradient));
    }
    case "adam":
    case "adamW": {
      const direction = fraction(hat("m"), row(["msqrt", hat("v")], plus, symbol("ε")));
      return steps(
        type === "adam" ? direction : row(open, direction, plus, symbol("λ"), w, close),
        runningMean(mean, beta(1), gradient),
        runningMean(square, beta(2), squared),
      );
    }
    case "rmsProp": {
      const direction = fraction(gradient, row(["msqrt", root], plus, symbol("ε")));
      const kept = runningMean(root, symbol("α"), squared);
      return has("momentum") ? steps(velocity, kept, sum(velocity, direction)) : steps(direction, kept);
    }
    default:
      return steps(symbol("…"));
  }
}
