import { RING } from "../plan/compile.ts";

/** Steps of the first slice: nothing is known yet. */
const FIRST = 1;

/** How fast it goes, and so how many steps make up a slice of the wanted length. */
export class Pace {
  readonly #sliceSeconds: number;
  #secondsPerStep: number | undefined;
  #last = performance.now();
  #slice = FIRST;
  #slices = 0;

  constructor(sliceSeconds: number) {
    this.#sliceSeconds = sliceSeconds;
  }

  /** Starts the clock: what was done before, such as waiting for a user, is not counted. */
  restart(): void {
    this.#last = performance.now();
  }

  /** Notes that so many more steps are done. */
  done(steps: number): void {
    const now = performance.now();
    const seconds = (now - this.#last) / 1000 / steps;
    this.#last = now;
    // The first slice may wait for what drivers put off: it is forgotten as soon as there is another.
    const before = this.#slices < 2 ? undefined : this.#secondsPerStep;
    this.#slices++;
    this.#secondsPerStep = before === undefined ? seconds : 0.8 * before + 0.2 * seconds;
    // At most doubled at a time: one lucky measurement must not queue seconds of work. And never more than a quarter of the ring, of which two slices are under way at once.
    const wanted = Math.floor(this.#sliceSeconds / this.#secondsPerStep);
    this.#slice = Math.max(1, Math.min(wanted, 2 * this.#slice, RING / 4));
  }

  /** Steps to queue next. */
  slice(): number {
    return this.#slice;
  }

  get stepsPerSecond(): number {
    return this.#secondsPerStep === undefined ? 0 : 1 / this.#secondsPerStep;
  }
}
