import type { DeviceDescription } from "../core/device.ts";
import type { CircledastError } from "../core/errors.ts";
import type { WordPair } from "../core/random.ts";
import type { Operation } from "../operations/operation.ts";
import type { Program } from "../operations/program.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import type { Storage } from "./halfStorage.ts";

/** What one training step gave. */
export interface StepResult {
  /** Mean loss of its batch. */
  readonly loss: number;
  /** Samples of its batch that were predicted rightly, before the update. */
  readonly correct: number;
}

/** What the network says of every sample of the test set, in the set's order. */
export interface Judgement {
  readonly losses: Float32Array | Float64Array;
  readonly predictions: Uint32Array;
  /** [count, F] */
  readonly outputs: Float32Array | Float64Array;
}

/** How long judging may take is not known beforehand: it tells how far it is, and can be stopped. */
export interface JudgeOptions {
  readonly signal?: AbortSignal;
  /** Called with the number of samples judged so far. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Everything that training changes: flat arrays by name (`parameters`, `velocity`, …), exactly as the engine has them. */
export type TrainingState = ReadonlyMap<string, Float32Array | Float64Array>;

/** An array of the state as a device has it: rounded where it is the reference's. */
export function asF32(values: Float32Array | Float64Array): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** What is known of a run at some step. */
export interface Snapshot {
  readonly step: number;
  readonly state: TrainingState;
}

/** Operations that are computed at one go, and the tensors they leave in memory. */
export interface Stage {
  /** The layers they belong to. */
  readonly layers: readonly string[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly string[];
}

/** A training step laid open. */
export interface Observation {
  readonly program: Program;
  readonly result: StepResult;
  /** In the order in which they were computed. */
  readonly stages: readonly Stage[];
  /** What the step read and had not computed, as it was before. */
  readonly before: ReadonlyMap<string, ArrayLike<number>>;
  /** A tensor as the step left it; to be called before the next step. */
  read(tensor: string): Promise<ArrayLike<number>>;
  /** Of a tensor that is kept as f16 the power of two that its elements are multiplied by there; undefined of any other. */
  readonly halfOf?: (tensor: string) => number | undefined;
}

/** The stage of some operations. */
export function stageOf(operations: readonly Operation[], outputs: readonly string[]): Stage {
  return { layers: [...new Set(operations.map(({ label }) => label))], operations, outputs };
}

/** Arrays that a program reads from before its step, whole ones in place of their parts. */
export function readBefore({ tensors, operations }: Program): string[] {
  const names = operations.flatMap(({ inputs }) => Object.values(inputs)).map((name) => tensors.get(name)!);
  return [...new Set(names.filter(({ persistent }) => persistent).map(({ storage }) => storage.of))];
}

/**
 * What trains a network: the GPU or the reference. Steps are numbered from 0 by the engine; the session tells it what to do and
 * never learns how.
 */
export interface Engine {
  readonly device: DeviceDescription;
  /** How it keeps the tensors that grow with the batch, where that can be chosen. */
  readonly storage?: Storage;
  /** Names of the kernels that a step of training is computed by, each with its operations; absent where there is one way alone. */
  readonly kernels?: readonly string[];
  /** Seconds of work that one call of `steps` should take at most: bounds latency and keeps watchdogs quiet. */
  readonly sliceSeconds: number;
  /** Calls of `steps` worth having under way at once. */
  readonly depth: number;
  /** Sets the key that the random numbers of all steps are drawn from. */
  setSeed(key: WordPair): void;
  /** Sets the order of samples for the steps to come: those of an epoch. */
  setOrder(order: Uint32Array): void;
  /** Queues training steps, one for each row of the schedule. Resolves when they are done; further calls need not wait for it. */
  steps(rows: readonly ScheduleRow[]): Promise<readonly StepResult[]>;
  /** Does one training step after all that are queued, by itself, and lays it open. */
  observe(row: ScheduleRow): Promise<Observation>;
  /** The pictures of the latest step's batch as the network saw them, changed at random where the recipe says so: [N, C, H, W]. */
  seen(): Promise<ArrayLike<number>>;
  /** Makes ready what judging needs, as {@link judge} does else: it may take seconds to compile. */
  prepareJudging(): Promise<void>;
  /**
   * Judges the whole test set with the parameters as they stand after all steps queued so far.
   *
   * @throws the signal's reason, should it come before the end
   */
  judge(options?: JudgeOptions): Promise<Judgement>;
  /** Outputs for one input of C·H·W values. */
  predict(input: Float32Array): Promise<readonly number[]>;
  /** Copies the state as it stands after all steps queued so far: all of it, or the arrays named. */
  readState(names?: readonly string[]): Promise<TrainingState>;
  /** Replaces the state and sets the number of steps done. */
  writeState(state: TrainingState, step: number): void;
  /** Tells the listener, once and whenever it happens, that nothing more can be expected of the device. */
  onFailure(listener: (error: CircledastError) => void): void;
  destroy(): void;
}
