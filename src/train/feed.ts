/** What an engine is fed with: the order of samples and the rows of the schedule, a slice at a time. */
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import type { Engine } from "../plan/engine.ts";
import type { Course } from "./course.ts";
import type { Pace } from "./pace.ts";

export class Feed {
  readonly #engine: Engine;
  readonly #course: Course;
  readonly #pace: Pace;
  #epochInPlace = -1;

  constructor(engine: Engine, course: Course, pace: Pace) {
    this.#engine = engine;
    this.#course = course;
    this.#pace = pace;
  }

  /** The next slice of the schedule: as many steps as the pace allows, none beyond their epoch, whose order is put in place. */
  rows(step: number, until: number): ScheduleRow[] {
    const epoch = this.#course.epochOf(step);
    if (epoch !== this.#epochInPlace) {
      this.#engine.setOrder(this.#course.order(epoch));
      this.#epochInPlace = epoch;
    }
    return this.#course.rows(step, this.#pace.slice(), until);
  }
}
