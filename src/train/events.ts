import type { DeviceDescription } from "../core/device.ts";
import type { ShadowReport } from "./shadow.ts";

/** Training has begun. */
export interface StartEvent {
  readonly event: "start";
  readonly device: DeviceDescription;
  readonly preset: string;
  readonly parameters: number;
  readonly seed: number;
  readonly batch: number;
  /** Steps this run will take in all. */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** Steps that had been done before, where it goes on from a checkpoint. */
  readonly resumedFrom?: number;
  /** Why this device and not a better one; absent where the first choice was had. */
  readonly reason?: string;
  /** Which kernels it trains with, where they are not chosen by prediction. */
  readonly kernels?: KernelsUsed;
  /** How tensors that grow with the batch are kept, where it is not as f32. */
  readonly storage?: "f16";
}

/** Chosen by time on this adapter, by a file, or none but the plain ones. */
export type KernelsUsed = "tuned" | "fixed" | "plain";

/** Kernels have been chosen by time, before the start. */
export interface TunedEvent {
  readonly event: "tuned";
  /** Whether the choice had been stored: nothing was measured. */
  readonly stored: boolean;
  /** Milliseconds of measuring, when it was measured. */
  readonly measuringMs: number;
  /** Milliseconds that what could be chosen takes in a training step, as chosen and as it would be by prediction; 0 where none was timed. */
  readonly chosenMs: number;
  readonly defaultMs: number;
  /** Chosen where the prediction is another: `conv2dBiasActivation(conv1.conv2d, conv1.addBias)`. */
  readonly changed: readonly string[];
  /** Refused, since they disagree with the reference or the device does not take them. */
  readonly refused: readonly string[];
}

/** Progress, after every few steps. */
export interface StepEvent {
  readonly event: "step";
  /** Steps done so far. */
  readonly step: number;
  readonly epoch: number;
  /** Loss of the batch of this step. */
  readonly loss: number;
  /** Losses of every step since the last event, this one's last: nothing is sampled away. */
  readonly losses: readonly number[];
  /** Share of this step's batch that was predicted rightly. */
  readonly batchAccuracy: number;
  /** The same of every step since the last event. */
  readonly batchAccuracies: readonly number[];
  readonly learningRate: number;
  readonly imagesPerSecond: number;
}

/** The whole test set has been judged. */
export interface EvaluateEvent {
  readonly event: "evaluate";
  readonly step: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** Training has ended: done, or stopped by the user. */
export interface EndEvent {
  readonly event: "end";
  readonly steps: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
  readonly testAccuracy: number;
  /** SHA-256 over the parameters as little-endian f32 in the model's order, in hexadecimal. */
  readonly weightsSha256: string;
  /** Steps that were done again since a device was lost, and how many of those came to something else than before; absent where there were none. */
  readonly repeated?: { readonly steps: number; readonly different: number };
  /** True where a signal ended it before its last step. */
  readonly interrupted?: boolean;
}

/** A step has been compared with the reference. */
export interface ShadowEvent extends ShadowReport {
  readonly event: "shadow";
}

/** A device was lost, and training goes on. */
export interface RecoveredEvent {
  readonly event: "recovered";
  /** Steps that had been done; those after `from` are done again, and not told of again. */
  readonly lostAt: number;
  /** The step of the latest snapshot, from which it goes on. */
  readonly from: number;
  /** What the lost device had to say. */
  readonly reason: string;
  /** Tries until there was a device. */
  readonly attempts: number;
  /** What it goes on with. */
  readonly device: DeviceDescription;
}

/** Whatever a training run tells, as `train --json` prints it. */
export type TrainEvent = TunedEvent | StartEvent | StepEvent | ShadowEvent | RecoveredEvent | EvaluateEvent | EndEvent;
