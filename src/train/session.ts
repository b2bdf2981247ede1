import { DeviceLostError, SpecError } from "../core/errors.ts";
import { permutation } from "../core/random.ts";
import type { DataSplits } from "../data/dataset.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import { initializeParameters } from "../layers/initialize.ts";
import { flatLength, type Network } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import { type Optimizer, optimizerOf } from "../optimizers/index.ts";
import type { Engine, Judgement, StepResult, TrainingState } from "../plan/engine.ts";
import { Pace } from "./pace.ts";
import { flattenParameters, nameParameters } from "./parameters.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";

/** What is known of the parameters at some step. */
export interface Snapshot {
  readonly step: number;
  readonly state: TrainingState;
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
 * A training run: a network, data, seed and length, on some engine. It decides which samples come when, with which learning rate,
 * and how many steps are queued at once; engines compute.
 */
export class Session {
  readonly engine: Engine;
  readonly recipe: Recipe;
  readonly network: Network;
  readonly data: DataSplits;
  readonly seed: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly #optimizer: Optimizer;
  readonly #schedule: Schedule;
  readonly #count: number;
  readonly #pace: Pace;
  #step = 0;
  #epochInPlace = -1;
  #snapshot: Snapshot;

  /**
   * Starts from fresh parameters.
   *
   * @param length the run's length in epochs or steps: schedules stretch over it
   * @throws SpecError where the recipe's schedule or optimiser cannot be read, or the length is not positive
   */
  constructor(
    engine: Engine,
    recipe: Recipe,
    network: Network,
    data: DataSplits,
    seed: number,
    length: { readonly epochs: number } | { readonly steps: number },
  ) {
    this.engine = engine;
    this.recipe = recipe;
    this.network = network;
    this.data = data;
    this.seed = seed;
    this.#count = data.train.count;
    this.stepsPerEpoch = Math.floor(this.#count / recipe.batch);
    this.totalSteps = "steps" in length ? length.steps : Math.round(length.epochs * this.stepsPerEpoch);
    if (!Number.isSafeInteger(this.totalSteps) || this.totalSteps < 1) {
      throw new SpecError(`run: its length is ${this.totalSteps} steps; at least 1 was expected. Train for longer.`);
    }
    this.#optimizer = optimizerOf(recipe.optimizer);
    this.#schedule = scheduleOf(recipe);
    this.#pace = new Pace(engine.sliceSeconds);
    const flat = flatLength(network.parameters);
    const state = new Map([
      ["parameters", initializeParameters(network.parameters, seed, recipe.initialization)],
      ...this.#optimizer.state.map((name): [string, Float32Array] => [name, new Float32Array(flat)]),
    ]);
    this.#snapshot = { step: 0, state };
    engine.writeState(state, 0);
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
    let queued = this.#step;
    let lastSnapshot = performance.now();
    this.#pace.restart();
    while (queued < target && !signal?.aborted) {
      const rows = this.#rowsFrom(queued, target);
      queued += rows.length;
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
        underway.push(this.#takeSnapshot(queued));
      }
      // Failures of calls still under way surface when their turn comes; until then they must not count as unhandled.
      for (const call of underway) call.catch(() => {});
      while (underway.length >= this.engine.depth) await underway.shift();
    }
    await Promise.all(underway);
  }

  /** The next slice of the schedule: as many steps as the pace allows, none beyond this epoch, whose order is put in place. */
  #rowsFrom(step: number, target: number) {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (epoch !== this.#epochInPlace) {
      this.engine.setOrder(permutation(this.#count, this.seed, epoch));
      this.#epochInPlace = epoch;
    }
    const length = Math.min(this.#pace.slice(), target - step, (epoch + 1) * this.stepsPerEpoch - step);
    return Array.from({ length }, (_, i) =>
      this.#optimizer.row(this.#schedule(step + i, this.totalSteps), step + i + 1),
    );
  }

  async #takeSnapshot(step: number): Promise<void> {
    this.#snapshot = { step, state: await this.engine.readState() };
  }

  /** Judges the test set with the parameters as they stand. */
  judge(): Promise<Judgement> {
    return this.engine.judge();
  }

  /** The parameters as they stand or, where the device is lost, as they were last known. */
  async parameters(): Promise<NamedTensor[]> {
    try {
      await this.#takeSnapshot(this.#step);
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
    }
    return this.knownParameters();
  }

  /** The parameters of the latest snapshot. */
  knownParameters(): NamedTensor[] {
    return nameParameters(this.network, this.#snapshot.state.get("parameters")!);
  }

  /**
   * Replaces the parameters by saved ones.
   *
   * @throws SpecError where one is missing or has another shape
   */
  load(tensors: readonly NamedTensor[]): void {
    const state = new Map(this.#snapshot.state);
    state.set("parameters", flattenParameters(this.network, tensors));
    this.#snapshot = { step: this.#step, state };
    this.engine.writeState(state, this.#step);
  }
}
