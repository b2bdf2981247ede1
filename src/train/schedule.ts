import { SpecError } from "../core/errors.ts";
import { isNameIn } from "../core/nameIn.ts";
import { type Field, type FieldsOf, fraction, number, optional, positive, readFields, span } from "../model/fields.ts";
import type { Recipe } from "../model/recipe.ts";

/** Learning rate of step 0, 1, …, total − 1. */
export type Schedule = (step: number, total: number) => number;

/** Half a cosine from a (at 0) to b (at 1). */
function halfCosine(a: number, b: number, share: number): number {
  return b + ((a - b) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** The number of steps that a span means: it is a share of the total where it is below 1. */
function stepsOf(length: number, total: number): number {
  // A share such as 0.07 is itself rounded: of 100 steps it means 7, not 8.
  return length < 1 ? Math.ceil(length * total * (1 - 2 ** -40)) : length;
}

/** Where a warm-up is given, the rate rises in its steps along a straight line: 1/W, 2/W, …, 1 of it. */
const warmup = optional(span(), 0);

/** A schedule that begins when its warm-up is over: its steps, and the total, are counted from there. */
function warmedUp(length: number, schedule: Schedule): Schedule {
  return (step, total) => {
    const W = stepsOf(length, total);
    return step < W ? (schedule(0, Math.max(total - W, 1)) * (step + 1)) / W : schedule(step - W, total - W);
  };
}

/** A kind of schedule: its constants in a recipe, and how the rate goes; `rate` is the recipe's. */
interface ScheduleKind<F extends Readonly<Record<string, Field<unknown>>>> {
  readonly fields: F;
  readonly build: (rate: number, constants: FieldsOf<F>) => Schedule;
}

function kind<F extends Readonly<Record<string, Field<unknown>>>>(
  fields: F,
  build: ScheduleKind<F>["build"],
): ScheduleKind<F> {
  return { fields, build };
}

const constant = kind({ warmup }, (rate, { warmup: length }) => warmedUp(length, () => rate));

/** Steps down a stair: times `factor` after `every` so many training steps, or that share of them (PyTorch's StepLR, called each step). */
const step = kind(
  { every: optional(span({ open: true }), 1 / 3), factor: optional(positive, 0.1), warmup },
  (rate, { every, factor, warmup: length }) =>
    warmedUp(length, (at, total) => rate * factor ** Math.floor(at / Math.max(stepsOf(every, total), 1))),
);

/** From the recipe's learning rate down to `end` times it, along half a cosine (PyTorch's CosineAnnealingLR): there after the last step. */
const cosine = kind({ end: optional(fraction, 0), warmup }, (rate, { end, warmup: length }) =>
  warmedUp(length, (at, total) => halfCosine(rate, end * rate, at / total)),
);

/**
 * One cycle (Smith and Topin, 2018; PyTorch's OneCycleLR): from peak/startDivisor up to the peak in the first `warmup` share of the steps,
 * then down to peak/startDivisor/endDivisor, each along half a cosine. The recipe's learning rate is the peak. The momentum, or Adam's β₁,
 * stays as it is: PyTorch changes it too, unless it is told cycle_momentum=False.
 */
const oneCycle = kind(
  {
    warmup: optional(fraction, 0.3),
    startDivisor: optional(number({ min: 1 }), 25),
    endDivisor: optional(number({ min: 1 }), 1e4),
  },
  (peak, { warmup: rise, startDivisor, endDivisor }) => {
    const start = peak / startDivisor;
    return (at, total) => {
      const top = rise * total - 1;
      if (at <= top) return halfCosine(start, peak, top === 0 ? 1 : at / top);
      return halfCosine(peak, start / endDivisor, (at - top) / Math.max(total - 1 - top, 1));
    };
  },
);

/** Every schedule, by the `type` a recipe names it with. */
const schedules = { constant, step, cosine, oneCycle };

export type ScheduleName = keyof typeof schedules;

export const scheduleNames = Object.keys(schedules) as ScheduleName[];

/** The constants that a schedule may have in a recipe. */
export function scheduleFields(name: ScheduleName): Readonly<Record<string, Field<unknown>>> {
  return schedules[name].fields;
}

/** @throws SpecError where the recipe names no schedule or its numbers are out of range */
export function scheduleOf(recipe: Recipe): Schedule {
  const type = recipe.schedule?.type ?? "constant";
  if (!isNameIn(schedules, type)) {
    throw new SpecError(
      `schedule: it is ${JSON.stringify(type)}; one of ${scheduleNames.join(", ")} was expected. Choose one of them.`,
    );
  }
  const { fields, build } = schedules[type as ScheduleName] as unknown as ScheduleKind<typeof constant.fields>;
  return build(recipe.optimizer.learningRate, readFields("schedule", fields, recipe.schedule ?? {}, ["type"]));
}

/** @throws SpecError where the warm-up of a schedule that has been read is longer than the run, which would never reach its rate */
export function checkWarmup({ schedule }: Recipe, total: number): void {
  const steps = schedule?.warmup;
  if (typeof steps !== "number" || steps <= total) return;
  throw new SpecError(
    `schedule: warmup is ${steps} steps; at most ${total} was expected, the length of the run. ` +
      "Train for longer, or give a share such as 0.1.",
  );
}
