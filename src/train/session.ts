import { CircledastError } from "../core/errors.ts";
import type { DataSplits } from "../data/dataset.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import { initializeParameters } from "../layers/initialize.ts";
import type { Network } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Engine, Judgement, JudgeOptions, StepResult } from "../plan/engine.ts";
import { Course, type Length } from "./course.ts";
import { Pace } from "./pace.ts";
import { flattenParameters, nameParameters } from "./parameters.ts";

/** What is known of the parameters at some step. */
export interface Snapshot {
  readonly step: number;
  /** The flat array of all parameters. */
  readonly parameters: Float32Array;
}

/** Results of steps that have been done since the last call. */
export interface Progress {
  /** Steps done so far. */
  readonly step: number;
  readonly results: readonly StepResult[];
  readonly learningRate: number;
  readonly imagesPerSecond: number;
}

export interface TrainOptions {
  /** Train until so many steps are done in all; at most the session's `totalSteps`. */
  readonly until: number;
  readonly signal?: AbortSignal;
  /** Called in the order of steps, each step once. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Seconds between copies of the parameters, kept for the case that the device is lost. */
const SNAPSHOT_SECONDS = 0.5;

/**
 * A training run: a network, data, seed and length, on some engine. Its course says which samples come when, with which learning rate;
 * it decides how many steps are queued at once; engines compute.
 */
export class Session {
  readonly engine: Engine;
  readonly recipe: Recipe;
  readonly network: Network;
  readonly data: DataSplits;
  readonly seed: number;
  readonly #course: Course;
  readonly #pace: Pace;
  /** Steps done, and steps done or under way. */
  #step = 0;
  #queued = 0;
  #epochInPlace = -1;
  #snapshot: Snapshot;

  /**
   * Starts from fresh parameters.
   *
   * @throws SpecError where the recipe's schedule or optimiser cannot be read, or the length is not positive
   */
  constructor(engine: Engine, recipe: Recipe, network: Network, data: DataSplits, seed: number, length: Length) {
    this.engine = engine;
    this.recipe = recipe;
    this.network = network;
    this.data = data;
    this.seed = seed;
    this.#course = new Course(recipe, data.train.count, seed, length);
    this.#pace = new Pace(engine.sliceSeconds);
    const parameters = initializeParameters(network.parameters, seed, recipe.initialization);
    this.#snapshot = { step: 0, parameters };
    this.#start(parameters, 0);
  }

  /** Lets the engine begin from these parameters, its optimiser's state all 0. */
  #start(parameters: Float32Array, step: number): void {
    const empty = this.#course.optimizer.state.map((name): [string, Float32Array] => [
      name,
      new Float32Array(parameters.length),
    ]);
    this.#snapshot = { step, parameters };
    this.engine.writeState(new Map([["parameters", parameters], ...empty]), step);
  }

  get stepsPerEpoch(): number {
    return this.#course.stepsPerEpoch;
  }

  get totalSteps(): number {
    return this.#course.totalSteps;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** The latest parameters known on this side: there even when the device is not. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /**
   * Trains until `until` steps are done or the signal comes; resolves when every step that was queued is done.
   *
   * @throws DeviceLostError where the device is lost; `snapshot` has the last parameters known
   */
  async train({ until, signal, onProgress }: TrainOptions): Promise<void> {
    const target = Math.min(until, this.totalSteps);
    const underway: Promise<void>[] = [];
    let snapshot: Promise<void> = Promise.resolve();
    let lastSnapshot = performance.now();
    this.#pace.restart();
    try {
      while (this.#queued < target && !signal?.aborted) {
        const rows = this.#rowsFrom(this.#queued, target);
        this.#queued += rows.length;
        underway.push(
          this.engine.steps(rows).then((results) => {
            this.#step += results.length;
            this.#pace.done(results.length);
            onProgress?.({
              step: this.#step,
              results,
              learningRate: rows[rows.length - 1][0],
              imagesPerSecond: this.#pace.stepsPerSecond * this.recipe.batch,
            });
          }),
        );
        if (performance.now() - lastSnapshot > SNAPSHOT_SECONDS * 1000) {
          lastSnapshot = performance.now();
          snapshot = this.#takeSnapshot();
        }
        // Failures of calls still under way surface when their turn comes; until then they must not count as unhandled.
        for (const call of [...underway, snapshot]) call.catch(() => {});
        while (underway.length >= this.engine.depth) await underway.shift();
      }
      await Promise.all([...underway, snapshot]);
    } finally {
      // Also where one failed: the device must not be taken away, nor the process end, while it works on the others.
      await Promise.allSettled([...underway, snapshot]);
    }
  }

  /** The next slice of the schedule: as many steps as the pace allows, none beyond this epoch, whose order is put in place. */
  #rowsFrom(step: number, target: number) {
    const epoch = this.#course.epochOf(step);
    if (epoch !== this.#epochInPlace) {
      this.engine.setOrder(this.#course.order(epoch));
      this.#epochInPlace = epoch;
    }
    return this.#course.rows(step, this.#pace.slice(), target);
  }

  /** What comes back are the parameters after every step queued so far: that is the step the snapshot is of. */
  async #takeSnapshot(): Promise<void> {
    const step = this.#queued;
    const state = await this.engine.readState(["parameters"]);
    if (step >= this.#snapshot.step) this.#snapshot = { step, parameters: state.get("parameters")! };
  }

  /**
   * Judges the test set with the parameters as they stand.
   *
   * @throws the signal's reason, should it come before the end
   */
  judge(options?: JudgeOptions): Promise<Judgement> {
    return this.engine.judge(options);
  }

  /** The parameters after every step queued so far or, where the engine fails, as they were last known; `snapshot` says of which step. */
  async parameters(): Promise<NamedTensor[]> {
    try {
      await this.#takeSnapshot();
    } catch (error) {
      if (!(error instanceof CircledastError)) throw error;
    }
    return this.knownParameters();
  }

  /** The parameters of the latest snapshot. */
  knownParameters(): NamedTensor[] {
    return nameParameters(this.network, this.#snapshot.parameters);
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
