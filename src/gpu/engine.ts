import { type CircledastError, DeviceLostError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import type { DataSplits } from "../data/dataset.ts";
import type { Recipe } from "../model/recipe.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import type { KernelChoice } from "../plan/chooseKernels.ts";
import { type Compiled, compileEvaluation, compilePrediction, compileTraining, RING } from "../plan/compile.ts";
import type { Engine, Judgement, StepResult, TrainingState } from "../plan/engine.ts";
import { planProgram } from "../plan/plan.ts";
import type { OpenDevice } from "./device.ts";
import { Executor } from "./executor.ts";
import { PipelineCache } from "./pipelines.ts";
import { collect, StagingRing, stage } from "./readback.ts";
import { accepted, checkLimits, refusal } from "./refusal.ts";

/** Samples judged at once. */
const JUDGE_BATCH = 250;

/** Bytes of one step's metrics: its loss and its count of right predictions. */
const METRICS_BYTES = 8;

/** What an engine is made for. */
export interface GpuEngineOptions {
  readonly open: OpenDevice;
  readonly recipe: Recipe;
  readonly data: DataSplits;
  /** Which kernels to use; default: the fast ones. */
  readonly kernels?: KernelChoice;
}

/** Trains on a WebGPU device. */
export class GpuEngine implements Engine {
  readonly device;
  readonly sliceSeconds = 0.05;
  readonly depth = 2;
  readonly #open: OpenDevice;
  readonly #training: Compiled;
  readonly #evaluation: Compiled;
  readonly #prediction: Compiled;
  readonly #trainer: Executor;
  readonly #judge: Executor;
  readonly #predictor: Executor;
  readonly #testCount: number;
  readonly #ring: StagingRing;
  #step = 0;
  /** Why nothing more can be expected of the device. */
  #failure: CircledastError | undefined;
  /** How to fail the calls under way then. */
  readonly #waiting = new Set<(error: CircledastError) => void>();

  private constructor(
    open: OpenDevice,
    compiled: readonly [Compiled, Compiled, Compiled],
    executors: readonly [Executor, Executor, Executor],
    testCount: number,
  ) {
    this.device = open.description;
    this.#open = open;
    [this.#training, this.#evaluation, this.#prediction] = compiled;
    [this.#trainer, this.#judge, this.#predictor] = executors;
    this.#testCount = testCount;
    this.#ring = new StagingRing(open.device, RING * METRICS_BYTES);
    const fail = (error: CircledastError) => {
      this.#failure = error;
      for (const reject of this.#waiting) reject(error);
      this.#waiting.clear();
    };
    open.device.addEventListener("uncapturederror", ({ error }) => fail(refusal(error)));
    void open.device.lost.then(({ message, reason }) => fail(new DeviceLostError(message || reason)));
  }

  /**
   * Compiles the recipe, prepares it on the device and puts the data there.
   *
   * @throws SpecError or ShapeError where the recipe cannot be built, or is too large for the device
   * @throws CircledastError where the device refuses it for another reason
   */
  static create(options: GpuEngineOptions): Promise<GpuEngine> {
    return accepted(options.open.device, () => GpuEngine.#create(options));
  }

  static async #create({ open, recipe, data, kernels = "fast" }: GpuEngineOptions): Promise<GpuEngine> {
    const { device } = open;
    const { train, test } = data;
    const judgeBatch = Math.min(JUDGE_BATCH, test.count);
    const padded = Math.ceil(test.count / judgeBatch) * judgeBatch;
    const training = compileTraining(recipe, train);
    const evaluation = compileEvaluation(recipe, { count: padded, shape: test.shape }, judgeBatch);
    const prediction = compilePrediction(recipe, 1);
    const pipelines = new PipelineCache(device);
    const make = (program: Compiled, shared?: ReadonlyMap<string, GPUBuffer>) => {
      const plan = planProgram(program, kernels);
      checkLimits(plan, device.limits);
      return Executor.create(pipelines, device, program, plan, shared);
    };
    const trainer = await make(training);
    const shared = new Map([["parameters", trainer.buffer("parameters")]]);
    const [judge, predictor] = await Promise.all([make(evaluation, shared), make(prediction, shared)]);
    trainer.write("images", train.images);
    trainer.write("labels", train.labels);
    judge.write("images", test.images);
    judge.write("labels", test.labels);
    // The last batch is filled up with the first sample; what it gives for it is not looked at.
    judge.write(
      "order",
      Uint32Array.from({ length: padded }, (_, i) => (i < test.count ? i : 0)),
    );
    return new GpuEngine(open, [training, evaluation, prediction], [trainer, judge, predictor], test.count);
  }

  setOrder(order: Uint32Array): void {
    this.#trainer.write("order", order.subarray(0, elements(this.#training.tensors.get("order")!.shape)));
  }

  steps(rows: readonly ScheduleRow[]): Promise<readonly StepResult[]> {
    return this.#guard(async () => {
      const first = this.#step;
      this.#step += rows.length;
      this.#writeSchedule(first, rows);
      const encoder = this.#open.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (let i = 0; i < rows.length; i++) this.#trainer.encode(pass);
      pass.end();
      const staging = this.#ring.take();
      // Rows first, first + 1, … of the ring, which may wrap around.
      const start = first % RING;
      const untilEnd = Math.min(rows.length, RING - start);
      const metrics = this.#trainer.buffer("metrics");
      encoder.copyBufferToBuffer(metrics, start * METRICS_BYTES, staging, 0, untilEnd * METRICS_BYTES);
      if (untilEnd < rows.length) {
        encoder.copyBufferToBuffer(
          metrics,
          0,
          staging,
          untilEnd * METRICS_BYTES,
          (rows.length - untilEnd) * METRICS_BYTES,
        );
      }
      this.#open.device.queue.submit([encoder.finish()]);
      const values = await this.#ring.read(staging, rows.length * 2);
      return rows.map((_, i) => ({ loss: values[2 * i], correct: values[2 * i + 1] }));
    });
  }

  #writeSchedule(first: number, rows: readonly ScheduleRow[]): void {
    const schedule = this.#trainer.buffer("schedule");
    const start = first % RING;
    const untilEnd = Math.min(rows.length, RING - start);
    const { queue } = this.#open.device;
    queue.writeBuffer(schedule, start * 16, new Float32Array(rows.slice(0, untilEnd).flat()));
    if (untilEnd < rows.length) queue.writeBuffer(schedule, 0, new Float32Array(rows.slice(untilEnd).flat()));
  }

  judge(): Promise<Judgement> {
    return this.#guard(async () => {
      const { batch, loss, prediction, network } = this.#evaluation;
      const steps = Math.ceil(this.#testCount / batch);
      const { device } = this.#open;
      this.#judge.write("step", new Uint32Array(1));
      const wanted = [loss!, prediction!, network.output];
      // A submit for each batch keeps each of them short; results stay on the device until the last is queued.
      const staged: GPUBuffer[][] = [];
      for (let step = 0; step < steps; step++) {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        this.#judge.encode(pass);
        pass.end();
        staged.push(
          wanted.map((name) => {
            const { offset, bytes } = this.#judge.plan.places.get(name)!;
            return stage(device, encoder, this.#judge.buffer(name), offset, bytes);
          }),
        );
        device.queue.submit([encoder.finish()]);
        // Every few batches the host lets the device catch up: unbounded queues starve everyone else who draws.
        if (step % 4 === 3) await device.queue.onSubmittedWorkDone();
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
      const count = this.#testCount;
      return {
        losses: losses.subarray(0, count),
        predictions: predictions.subarray(0, count),
        outputs: outputs.subarray(0, count * network.features),
      };
    });
  }

  predict(input: Float32Array): Promise<readonly number[]> {
    return this.#guard(async () => {
      this.#predictor.write("input", input);
      const encoder = this.#open.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      this.#predictor.encode(pass);
      pass.end();
      this.#open.device.queue.submit([encoder.finish()]);
      return Array.from(await this.#predictor.read(this.#prediction.network.output));
    });
  }

  readState(): Promise<TrainingState> {
    return this.#guard(async () => {
      const names = ["parameters", ...this.#training.optimizerState];
      const arrays = await Promise.all(names.map((name) => this.#trainer.read(name)));
      return new Map(names.map((name, i): [string, Float32Array] => [name, arrays[i] as Float32Array]));
    });
  }

  writeState(state: TrainingState, step: number): void {
    for (const [name, values] of state) this.#trainer.write(name, values);
    this.#step = step;
    this.#trainer.write("step", new Uint32Array([step]));
  }

  destroy(): void {
    for (const executor of [this.#trainer, this.#judge, this.#predictor]) executor.destroy();
    this.#open.device.destroy();
  }

  /** Runs work on the device; when the device goes meanwhile, the failure says so instead of what it happened to interrupt. */
  #guard<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.add(reject);
      const settle = (done: () => void) => {
        this.#waiting.delete(reject);
        done();
      };
      work().then(
        (result) => settle(() => resolve(result)),
        // Work that a loss interrupts may fail before the loss itself is announced: give that a moment.
        (error) => setTimeout(() => settle(() => reject(this.#failure ?? error)), 50),
      );
    });
  }
}
