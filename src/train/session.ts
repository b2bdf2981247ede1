import { CircledastError, type DivergedError, SpecError } from "../core/errors.ts";
import { deriveKey } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import type { DataSplits } from "../data/dataset.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import { initializeParameters } from "../layers/initialize.ts";
import { arraysOf, type Network } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import type { Compiled } from "../plan/compile.ts";
import {
  asF32,
  type Engine,
  type Judgement,
  type JudgeOptions,
  type Snapshot,
  type StepResult,
} from "../plan/engine.ts";
import { Course, type Length } from "./course.ts";
import { Feed } from "./feed.ts";
import { diverged, isFiniteState, locate, NotFinite } from "./nonFinite.ts";
import { Pace } from "./pace.ts";
import { flattenParameters, nameParameters } from "./parameters.ts";
import { shadowParts } from "./parts.ts";
import { Repeats } from "./repeats.ts";
import type { ShadowReport } from "./shadow.ts";

/** Results of steps that have been done since the last call. */
export interface Progress {
  /** Steps done so far. */
  readonly step: number;
  /** Of each of them, in their order. */
  readonly results: readonly StepResult[];
  /** Of the last of them. */
  readonly learningRate: number;
  /** Samples a second, lately. */
  readonly imagesPerSecond: number;
}

/** How far a session is to train, and who is told. */
export interface TrainOptions {
  /** Train until so many steps are done in all; at most the session's `totalSteps`. */
  readonly until: number;
  /** Ends it after the steps under way. */
  readonly signal?: AbortSignal;
  /** Called in the order of steps, each step once: those that are done again after a device was lost are not told again. */
  readonly onProgress?: (progress: Progress) => void;
  /** Every so many steps one is computed by the reference as well, and compared. */
  readonly shadowEvery?: number | undefined;
  /** Called with what that came to. */
  readonly onShadow?: (report: ShadowReport) => void;
  /** Called with each copy of the state that is taken on the way: a few a second. */
  readonly onSnapshot?: ((snapshot: Snapshot) => void) | undefined;
}

/**
 * Seconds between copies of the state, kept for the case that the device is lost. In each it is seen whether all is finite: a ReLU can
 * hide from the loss what is no number. */
const SNAPSHOT_SECONDS = 0.25;

/**
 * A training run: a network, data, seed and length, on some engine. Its course says which samples come when, with which learning rate;
 * it decides how many steps are queued at once; engines compute.
 */
export class Session {
  #engine: Engine;
  /** What is trained, and how. */
  readonly recipe: Recipe;
  /** @internal */
  readonly network: Network;
  readonly #program: Compiled;
  /** What is learned from, and what is judged on. */
  readonly data: DataSplits;
  /** Of initial values, order, dropout and augmentation. */
  readonly seed: number;
  /** As it was asked for. */
  readonly length: Length;
  readonly #course: Course;
  readonly #pace: Pace;
  #feed: Feed;
  /** What steps after the latest snapshot came to. */
  readonly #repeats = new Repeats();
  /** Steps done, and steps done or under way. */
  #step = 0;
  #queued = 0;
  #snapshot!: Snapshot;
  /** When the latest one was begun. Kept from call to call of `train`: an epoch may be shorter than the time between two. */
  #snapshotBegun = performance.now();
  /** The first step whose loss was not finite: what came after it is not to be relied on. */
  #wrong = Number.POSITIVE_INFINITY;

  /**
   * Starts from fresh parameters.
   *
   * @param program the recipe's training step, as compiled for the data
   * @throws SpecError where the recipe's schedule or optimiser cannot be read, or the length is not positive
   * @internal
   */
  constructor(engine: Engine, recipe: Recipe, program: Compiled, data: DataSplits, seed: number, length: Length) {
    this.#engine = engine;
    this.recipe = recipe;
    this.network = program.network;
    this.#program = program;
    this.data = data;
    this.seed = seed;
    this.length = length;
    this.#course = new Course(recipe, data.train, seed, length);
    this.#pace = new Pace(engine.sliceSeconds);
    this.#feed = new Feed(engine, this.#course, this.#pace);
    engine.setSeed(deriveKey(seed, "training"));
    this.#start(initializeParameters(arraysOf(this.network), seed, recipe.initialization), 0);
  }

  /** Lets the engine begin from these parameters, what the optimiser keeps all 0; the average is equal to them until the first step. */
  #start(parameters: Float32Array, step: number): void {
    const { state: names, judged, tensors } = this.#program;
    const fresh = (name: string) =>
      name === "parameters" || name === judged ? parameters : new Float32Array(elements(tensors.get(name)!.shape));
    this.restore({ step, state: new Map(names.map((name) => [name, fresh(name)])) });
  }

  /**
   * Goes on from a state of its own, whichever step that is of.
   *
   * @internal
   */
  restore(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    [this.#step, this.#queued] = [snapshot.step, snapshot.step];
    this.engine.writeState(snapshot.state, snapshot.step);
  }

  /** @internal */
  get engine(): Engine {
    return this.#engine;
  }

  /**
   * Goes on with another engine from the latest snapshot, when the device of this one is gone. Steps after it are done again: they come to the
   * same bits on the same adapter, and `repeats` says whether they did.
   *
   * @internal
   */
  continueOn(engine: Engine): void {
    this.#engine = engine;
    this.#feed = new Feed(engine, this.#course, this.#pace);
    engine.setSeed(deriveKey(this.seed, "training"));
    this.restore(this.#snapshot);
  }

  /**
   * Goes on with a run that was kept: the same recipe, data, seed and length. On the same adapter the rest comes to the same bits.
   *
   * @throws SpecError where its state is of another network or optimiser
   */
  resume({ step, state }: Snapshot): void {
    const { state: names, tensors } = this.#program;
    const wrong = names.find((name) => state.get(name)?.length !== elements(tensors.get(name)!.shape));
    if (wrong !== undefined || state.size !== names.length || step > this.totalSteps) {
      throw new SpecError(
        `checkpoint: its ${wrong ?? "state"} is of another run; one of this network, optimiser and length was expected. Use that of the same recipe.`,
      );
    }
    this.restore({ step, state });
  }

  /** What steps came to that were done a second time. */
  get repeats(): { readonly count: number; readonly different: number } {
    return this.#repeats;
  }

  /** Steps of one epoch: ⌊samples/batch⌋. */
  get stepsPerEpoch(): number {
    return this.#course.stepsPerEpoch;
  }

  /** Steps of the whole run. */
  get totalSteps(): number {
    return this.#course.totalSteps;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /**
   * The flat array of the parameters that judge, predict and are saved, as they were last known.
   *
   * @internal
   */
  get judgedParameters(): Float32Array {
    return asF32(this.#snapshot.state.get(this.#program.judged)!);
  }

  /** The latest state known on this side: there even when the device is not. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /**
   * Trains until `until` steps are done or the signal comes; resolves when every step that was queued is done.
   *
   * @throws DeviceLostError where the device is lost; `snapshot` has the last state known
   * @throws DivergedError where a value is not finite: it says in which step and layer the first one came up
   * @throws SpecError where `shadowEvery` is no positive whole number
   */
  async train(options: TrainOptions): Promise<void> {
    try {
      await this.#train(options);
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      throw await this.#explain(error);
    }
  }

  async #train({ until, signal, onProgress, shadowEvery, onShadow, onSnapshot }: TrainOptions): Promise<void> {
    if (shadowEvery !== undefined && !(Number.isSafeInteger(shadowEvery) && shadowEvery > 0)) {
      throw new SpecError(
        `shadowEvery: it is ${shadowEvery}; a positive whole number of steps was expected. Leave it out to compare nothing.`,
      );
    }
    const target = Math.min(until, this.totalSteps);
    const underway: Promise<void>[] = [];
    let snapshot: Promise<void> = Promise.resolve();
    let failed = false;
    this.#pace.restart();
    try {
      while (this.#queued < target && !signal?.aborted && !failed) {
        // Steps to the next one that is watched, which is alone.
        const apart = shadowEvery === undefined ? Infinity : shadowEvery - 1 - (this.#queued % shadowEvery);
        if (apart === 0) {
          while (underway.length > 0) await underway.shift();
          await this.#shadow(onProgress, onShadow);
        } else {
          const rows = this.#feed.rows(this.#queued, Math.min(target, this.#queued + apart));
          this.#queued += rows.length;
          underway.push(this.engine.steps(rows).then((results) => this.#done(results, rows, onProgress)));
        }
        if (performance.now() - this.#snapshotBegun > SNAPSHOT_SECONDS * 1000) {
          this.#snapshotBegun = performance.now();
          snapshot = this.#takeSnapshot(onSnapshot);
        }
        // Failures of calls still under way surface when their turn comes; until then they must not count as unhandled.
        for (const call of [...underway, snapshot]) {
          call.catch(() => {
            failed = true;
          });
        }
        while (underway.length >= this.engine.depth) await underway.shift();
      }
      await Promise.all([...underway, snapshot]);
    } finally {
      // Also where one failed: the device must not be taken away, nor the process end, while it works on the others.
      await Promise.allSettled([...underway, snapshot]);
    }
  }

  /** Counts steps that are done and tells of them. @throws NotFinite where a loss is not finite; of those before it is told */
  #done(results: readonly StepResult[], rows: readonly ScheduleRow[], onProgress: TrainOptions["onProgress"]): void {
    if (this.#step >= this.#wrong - 1) return;
    const wrong = results.findIndex(({ loss }) => !Number.isFinite(loss));
    const good = wrong < 0 ? results : results.slice(0, wrong);
    const fresh = this.#repeats.note(this.#step, good);
    this.#step += good.length;
    this.#pace.done(good.length);
    if (fresh.length > 0) {
      onProgress?.({
        step: this.#step,
        results: fresh,
        learningRate: rows[good.length - 1][0],
        imagesPerSecond: this.#pace.stepsPerSecond * this.recipe.batch,
      });
    }
    if (wrong < 0) return;
    this.#wrong = this.#step + 1;
    throw new NotFinite(this.#wrong);
  }

  /** One step, beside which the reference computes the same. */
  async #shadow(onProgress: TrainOptions["onProgress"], onShadow: TrainOptions["onShadow"]): Promise<void> {
    const rows = this.#feed.rows(this.#queued, this.#queued + 1);
    this.#queued++;
    const observation = await this.engine.observe(rows[0]);
    this.#done([observation.result], rows, onProgress);
    const { shadow } = await shadowParts();
    onShadow?.(await shadow(this.#step, observation));
    this.#pace.restart();
  }

  async #explain({ step }: NotFinite): Promise<DivergedError> {
    return diverged(this.recipe, await locate(this.engine, this.#feed, this.network, this.#snapshot, step));
  }

  /** What comes back is the state after every step queued so far: that is the step the snapshot is of. @throws NotFinite */
  async #takeSnapshot(onSnapshot?: TrainOptions["onSnapshot"]): Promise<void> {
    const step = this.#queued;
    const state = await this.engine.readState();
    if (!isFiniteState(state)) throw new NotFinite(step);
    if (step < this.#snapshot.step || step >= this.#wrong) return;
    this.#snapshot = { step, state };
    // Results of steps up to the copy may still be on their way, and have to be compared when they come.
    this.#repeats.forget(Math.min(step, this.#step));
    onSnapshot?.(this.#snapshot);
  }

  /**
   * Judges the test set with the parameters as they stand.
   *
   * @throws the signal's reason, should it come before the end
   */
  judge(options?: JudgeOptions): Promise<Judgement> {
    return this.engine.judge(options);
  }

  /**
   * The parameters after every step queued so far or, where the engine fails, as they were last known; `snapshot` says of which step.
   *
   * @throws DivergedError where a value is not finite
   */
  async parameters(): Promise<NamedTensor[]> {
    try {
      await this.#takeSnapshot();
    } catch (error) {
      if (error instanceof NotFinite) throw await this.#explain(error);
      if (!(error instanceof CircledastError)) throw error;
    }
    return this.knownParameters();
  }

  /**
   * What the network answers to one input, with the parameters as they stand.
   *
   * @param input C·H·W values, row-major; pixels from 0 to 1
   * @returns the outputs: of a classifier the numbers before softmax, the greatest of which is the answer
   */
  predict(input: Float32Array): Promise<readonly number[]> {
    return this.engine.predict(input);
  }

  /** Gives the device and all that is on it back; the session is of no use afterwards. */
  destroy(): void {
    this.engine.destroy();
  }

  /** The parameters of the latest snapshot. */
  knownParameters(): NamedTensor[] {
    return nameParameters(this.network, this.judgedParameters);
  }

  /**
   * Replaces the parameters by saved ones.
   *
   * @throws SpecError where one is missing or has another shape
   */
  load(tensors: readonly NamedTensor[]): void {
    this.#start(flattenParameters(this.network, tensors), this.#queued);
  }
}
