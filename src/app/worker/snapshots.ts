/** Snapshots of a run's parameters: the whole of it, however long it is, ever more widely spaced. */

interface Moment {
  readonly step: number;
  /** The flat array. */
  readonly parameters: Float32Array;
}

/** Snapshots kept, and bytes that all of them together may take. */
const MOST = 128;
const BYTES = 64 * 2 ** 20;

export class Snapshots {
  readonly #most: number;
  /** In the order of steps. */
  #moments: Moment[] = [];
  /** Steps from one to the next, at least; the last may stand closer. */
  #spacing = 0;

  /** @param length elements of the flat array */
  constructor(length: number) {
    this.#most = Math.max(8, Math.min(MOST, Math.floor(BYTES / (4 * length))));
  }

  /** The steps that there are snapshots of, in order. */
  get steps(): number[] {
    return this.#moments.map(({ step }) => step);
  }

  /**
   * Keeps the parameters after a step, if it is later than all before. Of too many every second one goes, and from then on what stands closer
   * than those that are left is replaced by the next; never the first.
   */
  note(step: number, parameters: Float32Array): boolean {
    const [before, last] = [this.#moments.at(-2), this.#moments.at(-1)];
    if (last !== undefined && step <= last.step) return false;
    if (before !== undefined && last !== undefined && last.step - before.step < this.#spacing) this.#moments.pop();
    this.#moments.push({ step, parameters });
    if (this.#moments.length > this.#most) {
      this.#moments = this.#moments.filter((moment, i) => i % 2 === 0 || moment.step === step);
      this.#spacing = (step - this.#moments[0].step) / (this.#most / 2);
    }
    return true;
  }

  /** Keeps other parameters after the latest step, in place of those. */
  renew(step: number, parameters: Float32Array): void {
    if (this.#moments.at(-1)?.step === step) this.#moments.pop();
    this.note(step, parameters);
  }

  /** The latest snapshot that is not after a step; undefined where there is none so early. */
  at(step: number): Moment | undefined {
    return this.#moments.findLast((moment) => moment.step <= step);
  }
}
