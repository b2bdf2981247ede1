/** The options that say how the weights change, and what they put in place of the recipe's own. */
import type { OptimizerSpec, ScheduleSpec } from "../model/recipe.ts";
import { optimizerNames, withOptimizer } from "../optimizers/index.ts";
import { fromZero, partOfRun, positive, shareOfOld } from "../train/runNumbers.ts";
import { scheduleNames } from "../train/schedule.ts";
import { choice, number, type Values } from "./option.ts";

/** `a, b or c` */
function oneOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

export const updateOptions = {
  optimizer: choice("NAME", optimizerNames, `${oneOf(optimizerNames)} (default: the recipe's)`),
  "learning-rate": number(
    "RATE",
    positive,
    "learning rate, the peak of a schedule (default: the recipe's, or the optimizer's)",
  ),
  "weight-decay": number(
    "SHARE",
    fromZero,
    "share of each weight added to its gradient; with adamW taken off by itself (default: the optimizer's)",
  ),
  "clip-norm": number("LENGTH", positive, "greatest length of the gradient of all parameters (default: the recipe's)"),
  "average-decay": number(
    "SHARE",
    shareOfOld,
    "judges and saves a moving average of the weights, with this share of the old (default: the recipe's)",
  ),
  schedule: choice("NAME", scheduleNames, `${oneOf(scheduleNames)} (default: the recipe's)`),
  warmup: number(
    "PART",
    partOfRun,
    "part of the run in which the learning rate rises: a share of it, or a number of steps (default: the schedule's)",
  ),
} as const;

/** Another optimiser comes with constants of its own. */
export function adjustOptimizer(own: OptimizerSpec, given: Values<typeof updateOptions>): OptimizerSpec {
  const { optimizer } = given;
  const base = optimizer === undefined ? own : withOptimizer(own, optimizer);
  const fields = {
    learningRate: given["learning-rate"],
    weightDecay: given["weight-decay"],
    clipNorm: given["clip-norm"],
    averageDecay: given["average-decay"],
  };
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...base, ...said };
}

/** Another schedule comes with numbers of its own; nothing said of it is a constant rate. */
export function adjustSchedule(
  own: ScheduleSpec | undefined,
  { schedule, warmup }: Values<typeof updateOptions>,
): ScheduleSpec | undefined {
  const base = schedule === undefined || schedule === own?.type ? own : { type: schedule };
  return warmup === undefined ? base : { ...(base ?? { type: "constant" }), warmup };
}
