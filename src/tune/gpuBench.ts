/** Times and checks candidates on a device. */
import { CircledastError, DeviceLostError } from "../core/errors.ts";
import type { OpenDevice } from "../gpu/device.ts";
import { Executor } from "../gpu/executor.ts";
import { PipelineCache } from "../gpu/pipelines.ts";
import type { Programs } from "../gpu/programs.ts";
import { accepted } from "../gpu/refusal.ts";
import { MOST, type OpenClock, openClock } from "../gpu/timing.ts";
import type { Program } from "../operations/program.ts";
import { inputsOf, outputsOf } from "../plan/boundary.ts";
import type { Storage } from "../plan/halfStorage.ts";
import type { Dispatch, Plan } from "../plan/plan.ts";
import { checkDispatch, spoiled } from "../verify/checkDispatch.ts";
import { checked } from "../verify/dispatchCheck.ts";
import { type Fill, plausible } from "../verify/fill.ts";
import { storable } from "../verify/halfBounds.ts";
import { unwritten } from "../verify/unwritten.ts";
import type { Bench, Finding, Ready, Refusal, Trial } from "./bench.ts";
import { type CandidatePlanner, plannerOf } from "./tuningTask.ts";

/** The programs for other batches: what a reference can bear is small. */
export type ProgramOf = (which: keyof Programs<unknown>, batch: number) => Program;

export interface GpuBenchOptions {
  readonly open: OpenDevice;
  readonly pipelines?: PipelineCache;
  /** How tensors that grow with the batch are kept; default: as f32. */
  readonly storage?: Storage | undefined;
  readonly programOf: ProgramOf;
  /** Samples of a batch that the reference can bear, and those of the step itself. */
  readonly batches: { readonly small: number } & Readonly<Record<keyof Programs<unknown>, number>>;
}

/** Milliseconds that no clock tells from none. */
const LEAST = 0.01;

/** Milliseconds within which a loss is announced. */
const ANNOUNCED = 50;

/** Elements that are drawn of a large tensor; whole samples, which then repeat. */
const DRAWN = 2 ** 16;

/** The plan of one dispatch alone. */
function alone({ buffers, places }: Plan, dispatch: Dispatch): Plan {
  const used = new Set(Object.values(dispatch.bindings).map(({ buffer }) => buffer));
  return { dispatches: [dispatch], buffers: buffers.filter(({ label }) => used.has(label)), places };
}

/** The first samples of a tensor as they may be in training: all of them, where it is small. */
function firstSamples(program: Program, name: string, fill: Fill) {
  const { length } = spoiled(program, name);
  const sample = length / program.tensors.get(name)!.shape[0];
  const values = spoiled(program, name).subarray(0, Math.ceil(DRAWN / sample) * sample);
  for (let i = 0; i < values.length; i++) values[i] = fill(name, i);
  return values.slice();
}

export class GpuBench implements Bench {
  readonly #options: GpuBenchOptions;
  readonly #pipelines: PipelineCache;
  readonly #clock: OpenClock;
  readonly #planners = new Map<string, CandidatePlanner>();
  readonly #samples = new WeakMap<Program, Map<string, ReturnType<typeof firstSamples>>>();
  #lost: string | undefined;

  private constructor(options: GpuBenchOptions, clock: OpenClock) {
    this.#options = options;
    this.#pipelines = options.pipelines ?? new PipelineCache(options.open.device);
    this.#clock = clock;
    void options.open.device.lost.then(({ message, reason }) => {
      this.#lost = message || reason;
    });
  }

  static async create(options: GpuBenchOptions): Promise<GpuBench> {
    return new GpuBench(options, await openClock(options.open.device));
  }

  now(): number {
    return performance.now();
  }

  async step(): Promise<number> {
    const step = await this.#taken(() => this.#clock.step());
    return typeof step === "number" ? step : 0;
  }

  async compile(trials: readonly Trial[]): Promise<void> {
    // What fails is kept as it is, and heard of when it is prepared.
    await this.#taken(() => Promise.allSettled(this.#pipelines.begin(trials.map(({ dispatch }) => dispatch))));
  }

  prepare(trial: Trial): Promise<Ready | Refusal> {
    const work = async (): Promise<Ready> => {
      const executor = await this.#filled(trial);
      try {
        return await this.#warm(executor);
      } catch (error) {
        executor.destroy();
        throw error;
      }
    };
    return this.#taken(work, (refused) => refused.destroy());
  }

  async #warm(executor: Executor): Promise<Ready> {
    const [ready] = executor.ready;
    const { clock } = this.#clock;
    // Drivers compile at the first dispatch. The second tells how many make a turn.
    await clock(ready, 1);
    let ms = await clock(ready, 1);
    return {
      first: { ms, dispatches: 1 },
      time: (turn) =>
        this.#taken(async () => {
          const dispatches = Math.min(MOST, Math.ceil(turn / Math.max(ms, LEAST)));
          ms = (await clock(ready, dispatches)) / dispatches;
          return { ms, dispatches };
        }),
      destroy: () => executor.destroy(),
    };
  }

  /**
   * In a smaller batch, which the reference can bear; at the shapes themselves it is seen that all of them is written. What is there already, as
   * where parameters are updated in place, would look written in any case: that is compared at the shapes themselves.
   */
  async check(trial: Trial): Promise<Finding> {
    const found = await this.#taken(async (): Promise<Finding> => {
      const missing = await this.#unwritten(trial);
      const { dispatch, program, plan, batch } = this.#isInPlace(trial)
        ? { ...trial, batch: this.#options.batches[trial.which] }
        : this.#smaller(trial);
      if (missing !== undefined) return { pass: false, worst: Infinity, batch, reason: missing };
      const subject = { device: this.#options.open.device, pipelines: this.#pipelines, program, plan };
      const { pass, worst } = checked(dispatch, await checkDispatch(subject, dispatch, plausible(program)));
      const reason = `it disagrees with the reference in a batch of ${batch}`;
      return { pass, worst, batch, ...(pass ? {} : { reason }) };
    });
    return "pass" in found ? found : { pass: false, worst: Infinity, batch: 0, ...found };
  }

  destroy(): void {
    this.#clock.destroy();
  }

  /** What the candidate reads is as it may be in training. */
  async #filled({ program, plan, dispatch }: Trial): Promise<Executor> {
    const executor = await Executor.create(this.#pipelines, this.#options.open.device, program, alone(plan, dispatch));
    try {
      for (const name of inputsOf(dispatch))
        executor.write(name, this.#valuesOf(program, name, plan.places.get(name)!.half));
      return executor;
    } catch (error) {
      executor.destroy();
      throw error;
    }
  }

  /**
   * Values for a tensor: its first samples again and again, which is quick where there are millions. They are drawn once.
   *
   * @param half where it is kept as f16, what its elements are multiplied by there
   */
  #valuesOf(program: Program, name: string, half: number | undefined) {
    const known = this.#samples.get(program) ?? new Map<string, ReturnType<typeof firstSamples>>();
    this.#samples.set(program, known);
    const samples = known.get(name) ?? storable(firstSamples(program, name, plausible(program)), half);
    known.set(name, samples);
    const values = spoiled(program, name);
    for (let done = 0; done < values.length; done += samples.length) {
      values.set(samples.subarray(0, values.length - done), done);
    }
    return values;
  }

  /** Of what a dispatch writes that of which it does not read the same array. */
  #fresh({ program, plan, dispatch }: Trial): readonly string[] {
    const rootOf = (name: string) => program.tensors.get(name)!.storage.of;
    const read = new Set(inputsOf(dispatch).map(rootOf));
    return outputsOf(plan, dispatch).filter((name) => !read.has(rootOf(name)));
  }

  #isInPlace(trial: Trial): boolean {
    return this.#fresh(trial).length < outputsOf(trial.plan, trial.dispatch).length;
  }

  /** What is missing after one dispatch at the shapes themselves. */
  async #unwritten(trial: Trial): Promise<string | undefined> {
    const { program } = trial;
    const fresh = this.#fresh(trial);
    const executor = await this.#filled(trial);
    try {
      for (const name of fresh) executor.write(name, spoiled(program, name));
      executor.submit();
      const left = await unwritten(executor, program, fresh);
      return left && `it leaves element ${left.element} of ${left.name} unwritten`;
    } finally {
      executor.destroy();
    }
  }

  /** The same candidate in the smallest batch, of those worth trying, in which it applies. */
  #smaller(trial: Trial): Trial & { readonly batch: number } {
    const { open, storage, programOf, batches } = this.#options;
    const { which, name } = trial;
    for (let batch = batches.small; batch < batches[which]; batch *= 2) {
      const key = `${which} ${batch}`;
      const planner =
        this.#planners.get(key) ?? plannerOf(which, programOf(which, batch), { device: open.traits, storage });
      this.#planners.set(key, planner);
      const smaller = planner.find(name);
      if (smaller !== undefined) return { ...smaller, batch };
    }
    return { ...trial, batch: batches[which] };
  }

  /**
   * Does something, unless the device does not take it. A device that is lost does nothing, in no time.
   *
   * @param discard frees what came of it where it counts for nothing
   * @throws DeviceLostError
   */
  async #taken<T>(work: () => Promise<T>, discard: (result: T) => void = () => {}): Promise<T | Refusal> {
    this.#throwIfLost();
    try {
      const result = await accepted(this.#options.open.device, work, discard);
      if (this.#lost !== undefined) discard(result);
      this.#throwIfLost();
      return result;
    } catch (error) {
      this.#throwIfLost();
      if (error instanceof CircledastError) {
        return { reason: `the device does not take it (${(error as Error).message.split("\n")[0]})` };
      }
      // What a loss interrupts may fail before the loss itself is announced: give that a moment.
      await new Promise((resolve) => setTimeout(resolve, ANNOUNCED));
      this.#throwIfLost();
      throw error;
    }
  }

  #throwIfLost(): void {
    if (this.#lost !== undefined) throw new DeviceLostError(this.#lost);
  }
}
