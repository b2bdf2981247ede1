import { type CircledastError, DeviceLostError } from "../core/errors.ts";
import type { WordPair } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import type { DataSplits } from "../data/dataset.ts";
import { SEED, STEP } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import type { KernelChoice } from "../plan/chooseKernels.ts";
import { type Compiled, compilePrediction, compileTraining, RING } from "../plan/compile.ts";
import {
  type Engine,
  type Judgement,
  type JudgeOptions,
  type Observation,
  readBefore,
  type StepResult,
  type TrainingState,
} from "../plan/engine.ts";
import { planProgram } from "../plan/plan.ts";
import type { OpenDevice } from "./device.ts";
import { Executor } from "./executor.ts";
import { Judge } from "./judge.ts";
import { PipelineCache } from "./pipelines.ts";
import { StagingRing } from "./readback.ts";
import { accepted, checkLimits, refusal } from "./refusal.ts";

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
  /** What is the same in every step, and known without asking the device. */
  readonly #given: { readonly images: Uint8Array; readonly labels: Uint8Array };
  readonly #prediction: Compiled;
  readonly #trainer: Executor;
  readonly #judge: Judge;
  readonly #predictor: Executor;
  readonly #metrics: StagingRing;
  readonly #state: StagingRing;
  readonly #listeners: ((error: CircledastError) => void)[] = [];
  #isDestroyed = false;
  #step = 0;
  /** Why nothing more can be expected of the device. */
  #failure: CircledastError | undefined;
  /** How to fail the calls under way then. */
  readonly #waiting = new Set<(error: CircledastError) => void>();

  private constructor(
    open: OpenDevice,
    { train }: DataSplits,
    training: Compiled,
    prediction: Compiled,
    trainer: Executor,
    judge: Judge,
    predictor: Executor,
  ) {
    this.device = open.description;
    this.#open = open;
    this.#given = { images: train.images, labels: train.labels };
    this.#training = training;
    this.#prediction = prediction;
    this.#trainer = trainer;
    this.#judge = judge;
    this.#predictor = predictor;
    this.#metrics = new StagingRing(open.device, RING * METRICS_BYTES);
    this.#state = new StagingRing(open.device, training.network.flat * 4);
    const fail = (error: CircledastError) => {
      if (this.#failure !== undefined || this.#isDestroyed) return;
      this.#failure = error;
      for (const reject of this.#waiting) reject(error);
      this.#waiting.clear();
      for (const listener of this.#listeners) listener(error);
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
    const training = compileTraining(recipe, train);
    const prediction = compilePrediction(recipe, 1);
    const pipelines = new PipelineCache(device);
    const make = (program: Compiled, shared?: ReadonlyMap<string, GPUBuffer>) => {
      const plan = planProgram(program, kernels, { device: open.traits });
      checkLimits(plan, device.limits);
      return Executor.create(pipelines, device, program, plan, shared);
    };
    const trainer = await make(training);
    const shared = new Map([["parameters", trainer.buffer(training.judged)]]);
    const [judge, predictor] = await Promise.all([
      Judge.create(recipe, test, (program) => make(program, shared)),
      make(prediction, shared),
    ]);
    trainer.write("images", train.images);
    trainer.write("labels", train.labels);
    // Drivers compile at the first dispatch: once through everything, so that the first step is like any other. What it leaves behind,
    // the state that a session starts with replaces.
    for (const executor of [trainer, predictor]) executor.submit();
    await judge.warmUp();
    return new GpuEngine(open, data, training, prediction, trainer, judge, predictor);
  }

  setSeed(key: WordPair): void {
    if (this.#training.tensors.has(SEED)) this.#trainer.write(SEED, new Uint32Array(key));
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
      const staging = this.#metrics.take();
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
      const values = await this.#metrics.read(staging, rows.length * 2);
      return rows.map((_, i) => ({ loss: values[2 * i], correct: values[2 * i + 1] }));
    });
  }

  observe(row: ScheduleRow): Promise<Observation> {
    return this.#guard(async () => {
      const trainer = this.#trainer;
      this.#writeSchedule(this.#step, [row]);
      const names = readBefore(this.#training);
      const known = new Map<string, ArrayLike<number>>(Object.entries(this.#given));
      const before = names.map(
        async (name): Promise<[string, ArrayLike<number>]> => [name, known.get(name) ?? (await trainer.read(name))],
      );
      const [[result], values] = await Promise.all([this.steps([row]), Promise.all(before)]);
      return {
        program: this.#training,
        result,
        stages: trainer.stages,
        before: new Map(values),
        read: (tensor) => this.#guard(() => trainer.read(tensor)),
      };
    });
  }

  seen(): Promise<ArrayLike<number>> {
    return this.#guard(() => this.#trainer.read(this.#training.pictures!));
  }

  #writeSchedule(first: number, rows: readonly ScheduleRow[]): void {
    const schedule = this.#trainer.buffer("schedule");
    const start = first % RING;
    const untilEnd = Math.min(rows.length, RING - start);
    const { queue } = this.#open.device;
    queue.writeBuffer(schedule, start * 16, new Float32Array(rows.slice(0, untilEnd).flat()));
    if (untilEnd < rows.length) queue.writeBuffer(schedule, 0, new Float32Array(rows.slice(untilEnd).flat()));
  }

  judge(options?: JudgeOptions): Promise<Judgement> {
    return this.#guard(() => this.#judge.run(options));
  }

  predict(input: Float32Array): Promise<readonly number[]> {
    return this.#guard(async () => {
      this.#predictor.write("input", input);
      this.#predictor.submit();
      return Array.from(await this.#predictor.read(this.#prediction.network.output));
    });
  }

  readState(names: readonly string[] = this.#training.state): Promise<TrainingState> {
    return this.#guard(async () => {
      const { device } = this.#open;
      const encoder = device.createCommandEncoder();
      const copies = names.map((name) => {
        const staging = this.#state.take();
        const length = elements(this.#training.tensors.get(name)!.shape);
        encoder.copyBufferToBuffer(this.#trainer.buffer(name), 0, staging, 0, length * 4);
        return { name, staging, length };
      });
      device.queue.submit([encoder.finish()]);
      const read = async ({ name, staging, length }: (typeof copies)[number]): Promise<[string, Float32Array]> => [
        name,
        await this.#state.read(staging, length),
      ];
      return new Map(await Promise.all(copies.map(read)));
    });
  }

  writeState(state: TrainingState, step: number): void {
    for (const [name, values] of state) this.#trainer.write(name, values);
    this.#step = step;
    this.#trainer.write(STEP, new Uint32Array([step]));
  }

  onFailure(listener: (error: CircledastError) => void): void {
    this.#listeners.push(listener);
  }

  destroy(): void {
    this.#isDestroyed = true;
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
