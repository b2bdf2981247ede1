import { referenceDevice } from "../src/core/device.ts";
import { DeviceLostError } from "../src/core/errors.ts";
import { ProgramBuilder } from "../src/operations/program.ts";
import type { ScheduleRow } from "../src/optimizers/optimizer.ts";
import type { Engine, Judgement, Observation, StepResult, TrainingState } from "../src/plan/engine.ts";

/** A call that the session made. */
export type Call = { order: Uint32Array } | { rows: readonly ScheduleRow[] } | { state: TrainingState; step: number };

/** An engine that computes nothing and notes what it is told: the loss of step s is s, its parameters are the number of steps done. */
export class FakeEngine implements Engine {
  readonly device = referenceDevice;
  readonly sliceSeconds: number;
  readonly depth: number;
  readonly calls: Call[] = [];
  /** Steps after which the device goes away. */
  lostAfter = Number.POSITIVE_INFINITY;
  /** Steps after which its parameters are no numbers, though its losses are. */
  spoiledAfter = Number.POSITIVE_INFINITY;
  /** The step whose loss is infinite; those after it are fine again. */
  infiniteAt = -1;
  /** Calls of `steps` not yet done, and the most there have been at once. */
  underway = 0;
  mostUnderway = 0;
  #step = 0;
  #length = 0;

  constructor({ depth = 2, sliceSeconds = 1 }: { depth?: number; sliceSeconds?: number } = {}) {
    this.depth = depth;
    this.sliceSeconds = sliceSeconds;
  }

  get orders(): Uint32Array[] {
    return this.calls.flatMap((call) => ("order" in call ? [call.order] : []));
  }

  get slices(): (readonly ScheduleRow[])[] {
    return this.calls.flatMap((call) => ("rows" in call ? [call.rows] : []));
  }

  setSeed(): void {}

  setOrder(order: Uint32Array): void {
    this.calls.push({ order: order.slice() });
  }

  async steps(rows: readonly ScheduleRow[]): Promise<readonly StepResult[]> {
    this.calls.push({ rows });
    const first = this.#step;
    this.#step += rows.length;
    this.underway++;
    this.mostUnderway = Math.max(this.mostUnderway, this.underway);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.underway--;
    if (first + rows.length > this.lostAfter) throw lost();
    return rows.map((_, i) => ({ loss: first + i + 1 === this.infiniteAt ? Infinity : first + i, correct: 0 }));
  }

  async observe(row: ScheduleRow): Promise<Observation> {
    const [result] = await this.steps([row]);
    return { program: new ProgramBuilder(), result, stages: [], before: new Map(), read: async () => [] };
  }

  async seen(): Promise<ArrayLike<number>> {
    return [];
  }

  async prepareJudging(): Promise<void> {}

  async judge(): Promise<Judgement> {
    return { losses: new Float32Array(1), predictions: new Uint32Array(1), outputs: new Float32Array(1) };
  }

  async predict(): Promise<readonly number[]> {
    return [];
  }

  async readState(): Promise<TrainingState> {
    if (this.#step > this.lostAfter) throw lost();
    return new Map([
      ["parameters", new Float32Array(this.#length).fill(this.#step > this.spoiledAfter ? NaN : this.#step)],
    ]);
  }

  writeState(state: TrainingState, step: number): void {
    this.calls.push({ state, step });
    this.#length = state.get("parameters")!.length;
    this.#step = step;
  }

  onFailure(): void {}

  destroy(): void {}
}

function lost(): DeviceLostError {
  return new DeviceLostError("test");
}
