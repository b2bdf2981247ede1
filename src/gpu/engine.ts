import type { CircledastError } from "../core/errors.ts";
import type { WordPair } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import type { DataSplits } from "../data/dataset.ts";
import { SEED, STEP } from "../layers/network.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import type { Compiled } from "../plan/compile.ts";
import {
  asF32,
  type Engine,
  type Judgement,
  type JudgeOptions,
  type Observation,
  readBefore,
  type StepResult,
  type TrainingState,
} from "../plan/engine.ts";
import { checkStorage, type Storage } from "../plan/halfStorage.ts";
import { dispatchName, type Plan } from "../plan/plan.ts";
import type { OpenDevice } from "./device.ts";
import { DeviceWatch } from "./deviceWatch.ts";
import type { Executor } from "./executor.ts";
import { Judge } from "./judge.ts";
import { LaidPlan, located } from "./laidPlan.ts";
import { PipelineCache } from "./pipelines.ts";
import { type GpuEngineOptions, PlannedRun } from "./plannedRun.ts";
import { type Programs, programsOf } from "./programs.ts";
import { StagingRing } from "./readback.ts";
import { accepted, RefusedError } from "./refusal.ts";
import { StepRings } from "./stepRings.ts";

/** The label of the buffers through which copies of the state come back. */
export const STATE_COPIES = "copies of the state";

/** Trains on a WebGPU device. What judges and what predicts is compiled when it is first needed, or while it trains. */
export class GpuEngine implements Engine {
  readonly device;
  readonly sliceSeconds = 0.05;
  readonly depth = 2;
  readonly #open: OpenDevice;
  readonly #data: DataSplits;
  readonly #programs: Programs<Compiled>;
  readonly #plans: Programs<LaidPlan>;
  readonly #training: Compiled;
  readonly #trainer: Executor;
  readonly #rings: StepRings;
  readonly #state: StagingRing;
  readonly #watch: DeviceWatch;
  #judge: Judge | undefined;
  #step = 0;

  private constructor(
    open: OpenDevice,
    data: DataSplits,
    programs: Programs<Compiled>,
    plans: Programs<LaidPlan>,
    trainer: Executor,
  ) {
    this.device = open.description;
    this.#open = open;
    this.#data = data;
    this.#programs = programs;
    this.#plans = plans;
    this.#training = programs.training;
    this.#trainer = trainer;
    this.#rings = new StepRings(trainer);
    this.#state = new StagingRing(open.device, STATE_COPIES, programs.training.network.flat * 4);
    this.#watch = new DeviceWatch(open.device, (refused) => located(refused, Object.values(plans)));
  }

  /**
   * Compiles the recipe, prepares it on the device and puts the data there.
   *
   * @throws SpecError or ShapeError where the recipe cannot be built, or is too large for the device
   * @throws CircledastError where the device refuses it for another reason
   */
  static async create(options: GpuEngineOptions): Promise<GpuEngine> {
    const { open, recipe, data, storage = "f32" } = options;
    checkStorage(storage, open.traits, open.description);
    const programs = programsOf(recipe, data, open.traits);
    const planned = new PlannedRun(options, programs);
    const laid: LaidPlan[] = [];
    try {
      return await accepted(open.device, () => GpuEngine.#create(options, programs, planned, laid));
    } catch (error) {
      const refused = error instanceof RefusedError ? await located(error, laid) : error;
      for (const { buffers } of laid) buffers.destroy();
      throw planned.explained(refused);
    }
  }

  /** @param laid receives every plan as soon as it takes memory */
  static async #create(
    { open, data }: GpuEngineOptions,
    programs: Programs<Compiled>,
    planned: PlannedRun,
    laid: LaidPlan[],
  ): Promise<GpuEngine> {
    const { device } = open;
    const pipelines = new PipelineCache(device);
    const training = planned.plan("training");
    // Begun here: drivers compile on threads of their own, and the other programs are planned meanwhile.
    for (const compiling of pipelines.begin(training.dispatches)) compiling.catch(() => {});
    // Nothing takes memory before all of it is known to fit.
    const [evaluation, prediction] = [planned.plan("evaluation"), planned.plan("prediction")];
    const lay = (which: keyof Programs<unknown>, plan: Plan, shared?: ReadonlyMap<string, GPUBuffer>) => {
      const whole = new LaidPlan(pipelines, device, programs[which], plan, shared);
      laid.push(whole);
      return whole;
    };
    const trained = lay("training", training);
    const shared = new Map([["parameters", trained.buffers.get(programs.training.judged)]]);
    const plans = {
      training: trained,
      evaluation: lay("evaluation", evaluation, shared),
      prediction: lay("prediction", prediction, shared),
    };
    const trainer = await trained.executor();
    trainer.write("images", data.train.images);
    trainer.write("labels", data.train.labels);
    trainer.rehearse();
    return new GpuEngine(open, data, programs, plans, trainer);
  }

  get storage(): Storage {
    return Array.from(this.plan.places.values()).some(({ half }) => half !== undefined) ? "f16" : "f32";
  }

  get kernels(): readonly string[] {
    return this.plan.dispatches.map(dispatchName);
  }

  /** The plan of a training step. */
  get plan(): Plan {
    return this.#trainer.plan;
  }

  setSeed(key: WordPair): void {
    if (this.#training.tensors.has(SEED)) this.#trainer.write(SEED, new Uint32Array(key));
  }

  setOrder(order: Uint32Array): void {
    this.#trainer.write("order", order.subarray(0, elements(this.#training.tensors.get("order")!.shape)));
  }

  steps(rows: readonly ScheduleRow[]): Promise<readonly StepResult[]> {
    const results = this.#watch.guard(async () => this.#submit(rows, this.#encoded(rows.length)));
    // Compiled beside the training, once its first steps are done. A software adapter would compile on the cores that it computes on.
    if (!this.device.software) results.then(() => this.#compileOthers()).catch(() => {});
    return results;
  }

  #encoded(steps: number): GPUCommandEncoder {
    const encoder = this.#open.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < steps; i++) this.#trainer.encode(pass);
    pass.end();
    return encoder;
  }

  /** Encodes so many steps, and does none of them: for who wants to know what that costs the host. */
  rehearse(steps: number): void {
    this.#encoded(steps).finish();
  }

  /** Submits steps that are encoded, and reads their results. */
  #submit(rows: readonly ScheduleRow[], encoder: GPUCommandEncoder): Promise<readonly StepResult[]> {
    const first = this.#step;
    this.#step += rows.length;
    this.#rings.write(first, rows);
    const results = this.#rings.copy(encoder, first, rows.length);
    this.#open.device.queue.submit([encoder.finish()]);
    return results();
  }

  observe(row: ScheduleRow): Promise<Observation> {
    return this.#watch.guard(async () => {
      const trainer = this.#trainer;
      this.#rings.write(this.#step, [row]);
      const names = readBefore(this.#training);
      // What is the same in every step is known without asking the device.
      const { images, labels } = this.#data.train;
      const known = new Map<string, ArrayLike<number>>(Object.entries({ images, labels }));
      const before = names.map(
        async (name): Promise<[string, ArrayLike<number>]> => [name, known.get(name) ?? (await trainer.read(name))],
      );
      const encoder = this.#open.device.createCommandEncoder();
      const overwritten = trainer.encodeOpen(encoder);
      const [[result], copies, values] = await Promise.all([
        this.#submit([row], encoder),
        overwritten(),
        Promise.all(before),
      ]);
      return {
        program: this.#training,
        result,
        stages: trainer.stages,
        before: new Map(values),
        halfOf: (tensor) => trainer.plan.places.get(tensor)?.half,
        read: (tensor) => this.#watch.guard(async () => copies.get(tensor) ?? trainer.read(tensor)),
      };
    });
  }

  seen(): Promise<ArrayLike<number>> {
    return this.#watch.guard(() => this.#trainer.read(this.#training.pictures!));
  }

  /** @throws where the device refuses one of them: who needs it is told so again */
  async #compileOthers(): Promise<void> {
    const { evaluation, prediction } = this.#plans;
    await Promise.all([evaluation.executor(), prediction.executor()]);
  }

  async #judging(): Promise<Judge> {
    const executor = await this.#plans.evaluation.executor();
    this.#judge ??= new Judge(this.#programs.evaluation, executor, this.#data.test);
    return this.#judge;
  }

  prepareJudging(): Promise<void> {
    return this.#watch.guard(async () => {
      await this.#judging();
    });
  }

  judge(options?: JudgeOptions): Promise<Judgement> {
    return this.#watch.guard(async () => (await this.#judging()).run(options), options?.signal);
  }

  predict(input: Float32Array): Promise<readonly number[]> {
    return this.#watch.guard(async () => {
      const predictor = await this.#plans.prediction.executor();
      predictor.write("input", input);
      predictor.submit();
      return Array.from(await predictor.read(this.#programs.prediction.network.output));
    });
  }

  readState(names: readonly string[] = this.#training.state): Promise<TrainingState> {
    return this.#watch.guard(async () => {
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
    for (const [name, values] of state) this.#trainer.write(name, asF32(values));
    this.#step = step;
    this.#trainer.write(STEP, new Uint32Array([step]));
  }

  onFailure(listener: (error: CircledastError) => void): void {
    this.#watch.onFailure(listener);
  }

  destroy(): void {
    this.#watch.end();
    for (const { buffers } of Object.values(this.#plans)) buffers.destroy();
    this.#open.device.destroy();
  }
}
