/** Tells steps that are done again from those done for the first time, and whether they come to the same. */
import type { StepResult } from "../plan/engine.ts";

export class Repeats {
  /** By the number of steps before: those that may have to be done again, since no snapshot has them yet. */
  readonly #known = new Map<number, StepResult>();
  #told = 0;
  /** Steps that were done again. */
  count = 0;
  /** Those of them whose loss, or number of right predictions, was another than before. */
  different = 0;

  /**
   * @param step steps before the first of the results
   * @returns the results of steps that have not been done before
   */
  note(step: number, results: readonly StepResult[]): readonly StepResult[] {
    for (const [index, result] of results.entries()) {
      const before = this.#known.get(step + index);
      if (before !== undefined) {
        this.count++;
        if (!Object.is(before.loss, result.loss) || before.correct !== result.correct) this.different++;
      }
      this.#known.set(step + index, result);
    }
    const again = Math.min(results.length, Math.max(0, this.#told - step));
    this.#told = Math.max(this.#told, step + results.length);
    return results.slice(again);
  }

  /** Steps up to this one will not be done again. */
  forget(step: number): void {
    for (const known of this.#known.keys()) if (known < step) this.#known.delete(known);
  }
}
