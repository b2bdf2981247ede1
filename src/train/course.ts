import { SpecError } from "../core/errors.ts";
import type { Recipe } from "../model/recipe.ts";
import { type Optimizer, optimizerOf } from "../optimizers/index.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import { type Ordered, orderOf } from "./order.ts";
import { checkWarmup, type Schedule, scheduleOf } from "./schedule.ts";

/** How long a run is: schedules stretch over it. */
export type Length = { readonly epochs: number } | { readonly steps: number };

/** The timetable of a run: which samples come when, with which learning rate. It follows from recipe, seed and length alone. */
export class Course {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly optimizer: Optimizer;
  readonly #schedule: Schedule;
  readonly #samples: Ordered;
  readonly #seed: number;
  readonly #order: ReturnType<typeof orderOf>;

  /**
   * @param samples to learn from; what is left of them after the last whole batch of an epoch waits for the next one
   * @param schedule default: the recipe's
   * @throws SpecError where the recipe's schedule, optimiser or order cannot be read, the length is not positive or the warm-up longer
   */
  constructor(recipe: Recipe, samples: Ordered, seed: number, length: Length, schedule = scheduleOf(recipe)) {
    this.#samples = samples;
    this.#seed = seed;
    this.stepsPerEpoch = Math.floor(samples.count / recipe.batch);
    this.totalSteps = "steps" in length ? length.steps : Math.round(length.epochs * this.stepsPerEpoch);
    if (!Number.isSafeInteger(this.totalSteps) || this.totalSteps < 1) {
      throw new SpecError(`run: its length is ${this.totalSteps} steps; at least 1 was expected. Train for longer.`);
    }
    this.optimizer = optimizerOf(recipe.optimizer);
    this.#schedule = schedule;
    this.#order = orderOf(recipe.order);
    checkWarmup(recipe, this.totalSteps);
  }

  epochOf(step: number): number {
    return Math.floor(step / this.stepsPerEpoch);
  }

  /** The order of samples in an epoch. */
  order(epoch: number): Uint32Array {
    return this.#order(this.#samples, this.#seed, epoch);
  }

  /** The rows of the schedule from a step on: at most so many, none beyond its epoch or `until`. */
  rows(step: number, most: number, until: number): ScheduleRow[] {
    const epochEnd = (this.epochOf(step) + 1) * this.stepsPerEpoch;
    const length = Math.min(most, until - step, epochEnd - step);
    return Array.from({ length }, (_, i) =>
      this.optimizer.row(this.#schedule(step + i, this.totalSteps), step + i + 1),
    );
  }
}
