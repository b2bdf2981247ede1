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
  #moments: Moment[] = [];

  /** @param length elements of the flat array */
  constructor(length: number) {
    this.#most = Math.max(8, Math.min(MOST, Math.floor(BYTES / (4 * length))));
  }

  /** The steps that there are snapshots of, in order. */
  get steps(): number[] {
    return this.#moments.map(({ step }) => step);
  }

  /** Keeps the parameters after a step, if it is later than all before. Of too many, every second one goes; never the first or last. */
  note(step: number, parameters: Float32Array): boolean {
    if (step <= (this.#moments.at(-1)?.step ?? -1)) return false;
    this.#moments.push({ step, parameters });
    const last = this.#moments.length - 1;
    if (last >= this.#most) this.#moments = this.#moments.filter((_, i) => i % 2 === 0 || i === last);
    return true;
  }

  /** The latest snapshot that is not after a step; undefined where there is none so early. */
  at(step: number): Moment | undefined {
    return this.#moments.findLast((moment) => moment.step <= step);
  }
}
