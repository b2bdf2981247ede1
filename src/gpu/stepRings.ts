import type { ScheduleRow } from "../optimizers/optimizer.ts";
import { RING } from "../plan/compile.ts";
import type { StepResult } from "../plan/engine.ts";
import type { Executor } from "./executor.ts";
import { StagingRing } from "./readback.ts";

/** Bytes of one step's row of the schedule. */
const ROW_BYTES = 16;

/** Bytes of one step's metrics: its loss and its count of right predictions. */
const METRICS_BYTES = 8;

/** What goes to the steps and what comes back from them: step s has row s modulo {@link RING} of the schedule and of the metrics. */
export class StepRings {
  readonly #device: GPUDevice;
  readonly #schedule: GPUBuffer;
  readonly #metrics: GPUBuffer;
  readonly #staging: StagingRing;

  /** @param trainer the executor of a training step */
  constructor(trainer: Executor) {
    this.#device = trainer.device;
    this.#schedule = trainer.buffer("schedule");
    this.#metrics = trainer.buffer("metrics");
    this.#staging = new StagingRing(trainer.device, "copies of the metrics", RING * METRICS_BYTES);
  }

  /** Writes the schedule of the steps `first`, `first` + 1, … */
  write(first: number, rows: readonly ScheduleRow[]): void {
    const start = first % RING;
    const untilEnd = Math.min(rows.length, RING - start);
    const { queue } = this.#device;
    queue.writeBuffer(this.#schedule, start * ROW_BYTES, new Float32Array(rows.slice(0, untilEnd).flat()));
    if (untilEnd < rows.length) queue.writeBuffer(this.#schedule, 0, new Float32Array(rows.slice(untilEnd).flat()));
  }

  /**
   * Encodes a copy of the metrics of `count` steps from `first` on.
   *
   * @returns what waits for them, once that is submitted
   */
  copy(encoder: GPUCommandEncoder, first: number, count: number): () => Promise<readonly StepResult[]> {
    const staging = this.#staging.take();
    const start = first % RING;
    const untilEnd = Math.min(count, RING - start) * METRICS_BYTES;
    const rest = count * METRICS_BYTES - untilEnd;
    encoder.copyBufferToBuffer(this.#metrics, start * METRICS_BYTES, staging, 0, untilEnd);
    if (rest > 0) encoder.copyBufferToBuffer(this.#metrics, 0, staging, untilEnd, rest);
    return async () => {
      const values = await this.#staging.read(staging, count * 2);
      return Array.from({ length: count }, (_, i) => ({ loss: values[2 * i], correct: values[2 * i + 1] }));
    };
  }
}
