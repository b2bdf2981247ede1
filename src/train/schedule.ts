import { SpecError } from "../core/errors.ts";
import { number, optional, readFields } from "../model/fields.ts";
import type { Recipe } from "../model/recipe.ts";

/** Learning rate of step 0, 1, …, total − 1. */
export type Schedule = (step: number, total: number) => number;

/** Half a cosine from a (at 0) to b (at 1). */
function cosine(a: number, b: number, share: number): number {
  return b + ((a - b) * (1 + Math.cos(Math.PI * share))) / 2;
}

const oneCycleFields = {
  warmup: optional(number({ min: 0, max: 1 }), 0.3),
  startDivisor: optional(number({ min: 1 }), 25),
  endDivisor: optional(number({ min: 1 }), 1e4),
};

/**
 * One cycle (Smith and Topin, 2018; PyTorch's OneCycleLR): from peak/startDivisor up to the peak in the first `warmup` share of the steps,
 * then down to peak/startDivisor/endDivisor, each along half a cosine. The recipe's learning rate is the peak.
 */
function oneCycle(recipe: Recipe): Schedule {
  const peak = recipe.optimizer.learningRate;
  const { warmup, startDivisor, endDivisor } = readFields("schedule", oneCycleFields, recipe.schedule ?? {}, ["type"]);
  const start = peak / startDivisor;
  return (step, total) => {
    const top = warmup * total - 1;
    if (step <= top) return cosine(start, peak, top === 0 ? 1 : step / top);
    return cosine(peak, start / endDivisor, (step - top) / Math.max(total - 1 - top, 1));
  };
}

function constant(recipe: Recipe): Schedule {
  readFields("schedule", {}, recipe.schedule ?? {}, ["type"]);
  return () => recipe.optimizer.learningRate;
}

/** Every schedule, by the `type` a recipe names it with. */
const schedules: Readonly<Record<string, (recipe: Recipe) => Schedule>> = { constant, oneCycle };

/** @throws SpecError where the recipe names no schedule or its numbers are out of range */
export function scheduleOf(recipe: Recipe): Schedule {
  const type = recipe.schedule?.type ?? "constant";
  if (!Object.hasOwn(schedules, type)) {
    throw new SpecError(
      `schedule: it is ${JSON.stringify(type)}; one of ${Object.keys(schedules).join(", ")} was expected. Choose one of them.`,
    );
  }
  return schedules[type](recipe);
}
