/** Losses of a few steps of a run, to the bit: what two runs of one recipe are compared by. */

/** Steps whose losses are kept: each of the first eight, then four to every doubling. */
export function isCheckpoint(step: number): boolean {
  return step > 0 && step % Math.max(1, 2 ** (Math.floor(Math.log2(step)) - 2)) === 0;
}

/** The checkpoints up to a step, in order. */
export function checkpointsUpTo(last: number): number[] {
  const steps: number[] = [];
  for (let step = 1; step <= last; step += Math.max(1, 2 ** (Math.floor(Math.log2(step)) - 2))) steps.push(step);
  return steps;
}

export class LossTrace {
  readonly #losses = new Map<number, number>();

  push(step: number, loss: number): void {
    if (isCheckpoint(step)) this.#losses.set(step, Math.fround(loss));
  }

  at(step: number): number | undefined {
    return this.#losses.get(step);
  }

  /** The losses of all checkpoints up to a step; undefined where one of them is not known. */
  upTo(last: number): Float32Array | undefined {
    const losses = checkpointsUpTo(last).map((step) => this.#losses.get(step));
    return losses.includes(undefined) ? undefined : Float32Array.from(losses as number[]);
  }
}
