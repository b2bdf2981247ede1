import type { Dataset } from "../data/dataset.ts";
import type { Compiled } from "../plan/compile.ts";
import type { Judgement, JudgeOptions } from "../plan/engine.ts";
import type { Executor } from "./executor.ts";
import { collect, stage } from "./readback.ts";

/** Batches queued before the host lets the device catch up: unbounded queues starve everyone else who draws. */
const QUEUED = 4;

/** Judges a test set batch by batch, in its order. */
export class Judge {
  readonly #program: Compiled;
  readonly #executor: Executor;
  readonly #count: number;
  #last: Promise<unknown> = Promise.resolve();

  /** @param executor of the program, sharing its parameters with the one that trains */
  constructor(program: Compiled, executor: Executor, test: Dataset) {
    this.#program = program;
    this.#executor = executor;
    this.#count = test.count;
    executor.write("images", test.images);
    executor.write("labels", test.labels);
    // The last batch is filled up with the first sample; what it gives for it is not looked at.
    const padded = Math.ceil(test.count / program.batch) * program.batch;
    executor.write(
      "order",
      Uint32Array.from({ length: padded }, (_, i) => (i < test.count ? i : 0)),
    );
  }

  /** Judges every sample with the parameters as they stand. Calls wait for each other: they share a counter of batches. */
  run(options: JudgeOptions = {}): Promise<Judgement> {
    const done = this.#last.then(() => this.#run(options));
    this.#last = done.catch(() => {});
    return done;
  }

  async #run({ signal, onProgress }: JudgeOptions): Promise<Judgement> {
    const { batch, loss, prediction, network } = this.#program;
    const { device } = this.#executor;
    const steps = Math.ceil(this.#count / batch);
    this.#executor.write("step", new Uint32Array(1));
    const wanted = [loss!, prediction!, network.output];
    const staged: GPUBuffer[][] = [];
    for (let step = 0; step < steps; step++) {
      if (signal?.aborted) {
        for (const buffer of staged.flat()) buffer.destroy();
        await device.queue.onSubmittedWorkDone();
        throw signal.reason;
      }
      this.#executor.submit();
      const encoder = device.createCommandEncoder();
      staged.push(
        wanted.map((name) => {
          const { offset, bytes } = this.#executor.plan.places.get(name)!;
          return stage(device, encoder, this.#executor.buffer(name), offset, bytes);
        }),
      );
      device.queue.submit([encoder.finish()]);
      if (step % QUEUED === QUEUED - 1) {
        await device.queue.onSubmittedWorkDone();
        onProgress?.(Math.min((step + 1) * batch, this.#count), this.#count);
      }
    }
    const losses = new Float32Array(steps * batch);
    const predictions = new Uint32Array(steps * batch);
    const outputs = new Float32Array(steps * batch * network.features);
    for (const [step, buffers] of staged.entries()) {
      const [lossBytes, predictionBytes, outputBytes] = await Promise.all(buffers.map(collect));
      losses.set(new Float32Array(lossBytes), step * batch);
      predictions.set(new Uint32Array(predictionBytes), step * batch);
      outputs.set(new Float32Array(outputBytes), step * batch * network.features);
    }
    return {
      losses: losses.subarray(0, this.#count),
      predictions: predictions.subarray(0, this.#count),
      outputs: outputs.subarray(0, this.#count * network.features),
    };
  }
}
