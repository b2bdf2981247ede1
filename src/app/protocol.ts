/**
 * The conversation between the page and its worker. The page knows nothing of kernels or engines: it sends requests and
 * shows what comes back. Every message is a plain structured-cloneable object told apart by `type`.
 */

import type { DeviceDescription } from "../core/device.ts";
import type { GradientWay } from "../inspect/gradientWay.ts";
import type { Opened } from "../inspect/opened.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import type { Recipe } from "../model/recipe.ts";
import type { RecoveredEvent, TrainEvent } from "../train/events.ts";
import type { ShadowReport } from "../train/shadow.ts";
import type { EngineMessage, EngineRequest } from "./engine/protocol.ts";
import type { KeptMessage, KeptRequest } from "./kept/protocol.ts";
import type { OwnMessage, OwnRequest } from "./own/protocol.ts";
import type { RateSearch } from "./rate/search.ts";
import type { RunSettings } from "./settings.ts";
import type { LessonMessage, LessonRequest } from "./teach/protocol.ts";

/** Where weights come from that a run begins with. */
export interface WeightsOrigin {
  readonly filename: string;
  /** Steps that they were trained for, where the file says it. */
  readonly step?: number | undefined;
}

/** What came of timing kernels. */
export interface Tuned {
  /** Whether it had been kept: nothing was timed. */
  readonly stored: boolean;
  /** Milliseconds that what could be chosen takes in a step: as chosen, and as predicted to be best. */
  readonly chosenMs: number;
  readonly defaultMs: number;
  /** Of the kernels chosen, how many are others than those predicted. */
  readonly changed: number;
}

/** A picture that is looked at: one of the test set, or one drawn by hand, of which may be known what it is. */
export type Subject =
  | { readonly from: "test"; readonly index: number }
  | { readonly from: "drawing"; readonly picture: Float32Array; readonly label?: number };

/** The numbers of a tensor, by whose name each of them can be opened. */
export interface Seen {
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Numbers, and what each has to do with the loss; the latter is absent of what the loss does not depend on. */
export interface SeenBothWays {
  readonly value: Seen;
  readonly gradient?: Seen;
}

export type Request =
  /**
   * Load the data (once), build the network, get a device. Answered by `loading`s, then `ready` or `failed`. Ends an earlier run;
   * the last one that had learned something is kept for `restore`. It begins with the weights given, if there are any; after step `mark` it tells
   * the hash of its weights (`marked`).
   */
  | {
      readonly type: "open";
      readonly settings: RunSettings;
      readonly mark?: number | undefined;
      readonly weights?: readonly NamedTensor[] | undefined;
      /** The name of a run that is kept in this browser: it goes on from there, and tells how far it had come (`resumed`). */
      readonly kept?: string | undefined;
    }
  | KeptRequest
  /** Go back to the run that the last `open` put aside. Answered by `restored`. */
  | { readonly type: "restore" }
  /** Train from where it stands to its last step. Answered by `step`s, `judging`s, `evaluation`s, `weights`, then `stopped`. */
  | { readonly type: "train" }
  /** Train to the last step as the command line does, for nobody to watch. Answered by `event`s. */
  | { readonly type: "fit" }
  /** One step, and what the network is after it. Answered as `train` is. */
  | { readonly type: "step" }
  /** Steps one by one to the last, at most so many a second, each shown; with Infinity, `train`. Answered as that is. */
  | { readonly type: "walk"; readonly stepsPerSecond: number }
  /** From now on the training under way, whether `train` or `walk`, takes so many. Without one it does nothing. Answered by nothing. */
  | { readonly type: "pace"; readonly stepsPerSecond: number }
  /**
   * Shows the network as it was after a step, or as near before as is known; without one, as it is now. What is looked at, drawn and opened is
   * answered by it until then. Answered by a `sight`; where it is to be judged on the test set too and nothing else is under way, by `judging`s and
   * `judgingEnded`, which has no test where it was stopped.
   */
  | { readonly type: "visit"; readonly step: number | undefined; readonly judge: boolean }
  /** Stop after the steps already on their way, and in the middle of a test. Answered by `stopped`, or the `event` at the end. */
  | { readonly type: "pause" }
  /** The outputs for one picture: C·H·W values in 0…1. Answered by `prediction` with the same `id`. */
  | { readonly type: "predict"; readonly id: number; readonly image: Float32Array }
  /** What is looked at from now on, or nothing. Answered by a `sight` now and, while it trains, with other weights again. */
  | { readonly type: "look"; readonly subject: Subject | undefined }
  /** What a number of the last `sight` was made from. Answered by `opened` with the same `id`. */
  | { readonly type: "openNumber"; readonly id: number; readonly tensor: string; readonly place: number }
  /** Some pictures as the first step of a run would see them. Answered by `previewed` with the same `id`, whatever is open. */
  | { readonly type: "preview"; readonly id: number; readonly settings: RunSettings }
  /** Search for a learning rate with the recipe and seed of the run, which goes on as it is. Answered by `rate`s. */
  | { readonly type: "findRate" }
  /** Ends the search. Answered by nothing. */
  | { readonly type: "stopFinding" }
  /** The parameters as a safetensors file. Answered by `saved`. Works after the engine has failed, with the last parameters known. */
  | { readonly type: "save" }
  /** Test it as it is, until it is to train or to pause. Answered by `judging`s, then an `evaluation`, or `judgingEnded` where it was stopped. */
  | { readonly type: "judge" }
  | LessonRequest
  | OwnRequest
  /** What a weights file holds. Answered by `weightsRead` with the same `id`. */
  | { readonly type: "readWeights"; readonly id: number; readonly bytes: Uint8Array }
  /** Destroys the device, as a driver reset would. For showing and testing what happens then. */
  | { readonly type: "loseDevice" }
  | EngineRequest;

/** What is answered at once, whatever is under way. */
export type AnyRequest =
  | Request
  /** Open nothing, and fetch no more data: an `open` that is not answered yet is answered by `failed`. */
  | { readonly type: "stopLoading" };

/** As many pictures of a batch as the page has room for. */
export const picturesSeen = 10;

/** As many pictures as show what is done to them. */
export const picturesPreviewed = 8;

/** As many mistakes as the page has room for. */
export const mistakesShown = 6;

/** One wrong answer, worst first: the picture, what it is, what was said and how surely. */
export interface Mistake {
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  /** The output for the predicted class, as a probability where the loss is a cross-entropy. */
  readonly confidence: number;
  /** H·W bytes. */
  readonly image: Uint8Array;
}

/** A parameter array as it stands, for drawing. */
export interface WeightPicture {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Whose fault a failure is: the recipe's or the options', the data's, a device that is not there; nobody's, where it was wanted; or none of these. */
export type FailureKind = "spec" | "data" | "device" | "cancelled" | "other";

export type Message =
  | EngineMessage
  /** So many kernels have been timed, beside whatever else goes on. */
  | { readonly type: "tuning"; readonly done: number; readonly total: number }
  /** What came of it, or why nothing did. A run that has not begun begins with them: another `ready` follows. */
  | { readonly type: "tuned"; readonly tuned: Tuned }
  | { readonly type: "tuned"; readonly tuned?: undefined; readonly failure: string }
  | { readonly type: "loading"; readonly what: string; readonly loaded: number; readonly total: number }
  | {
      readonly type: "ready";
      readonly device: DeviceDescription;
      /** Why this device and not a better one; absent where the first choice was had. */
      readonly reason?: string;
      /** Where it trains with kernels that were timed. */
      readonly tuned?: Tuned;
      readonly settings: RunSettings;
      readonly parameters: number;
      readonly stepsPerEpoch: number;
      readonly steps: number;
      /** [C, H, W] of one image. */
      readonly input: readonly [number, number, number];
      readonly classes: number;
      /** Pictures of the test set. */
      readonly tests: number;
      readonly weights: readonly WeightPicture[];
    }
  | KeptMessage
  /** The run that was put aside is back, at this step. */
  | {
      readonly type: "restored";
      readonly step: number;
      readonly finished: boolean;
      readonly weightsSha256: string;
      readonly weights: readonly WeightPicture[];
    }
  | {
      readonly type: "step";
      readonly step: number;
      readonly epoch: number;
      /** Losses of every step since the last message; the last is that of `step`. */
      readonly losses: readonly number[];
      /** Shares of their batches that were predicted rightly. */
      readonly batchAccuracies: readonly number[];
      readonly learningRate: number;
      readonly imagesPerSecond: number;
    }
  /** The first convolution's kernels (or, where there is none, the first dense weights), a few times a second while training. */
  | { readonly type: "weights"; readonly step: number; readonly weights: readonly WeightPicture[] }
  /** The first pictures of the latest batch as the network saw them, one behind the other, now and then while they are changed at random. */
  | { readonly type: "seen"; readonly step: number; readonly pictures: Float32Array }
  /** A step has been compared with the reference. */
  | { readonly type: "shadow"; readonly report: ShadowReport }
  /** So many samples of the test set are judged. */
  | { readonly type: "judging"; readonly done: number; readonly total: number }
  /** What is visited is judged, or what was to be judged is not to be any more. */
  | { readonly type: "judgingEnded"; readonly test?: Evaluation }
  | {
      readonly type: "evaluation";
      readonly step: number;
      readonly testLoss: number;
      readonly testAccuracy: number;
      /** classes × classes counts, row = label, column = prediction. */
      readonly confusion: readonly (readonly number[])[];
      readonly mistakes: readonly Mistake[];
      /** It is of what somebody's teaching made of it: the run itself came to what the test before says. */
      readonly taught?: true;
    }
  | LessonMessage
  | OwnMessage
  | { readonly type: "event"; readonly event: TrainEvent }
  | { readonly type: "stopped"; readonly step: number; readonly finished: boolean; readonly weightsSha256: string }
  | { readonly type: "prediction"; readonly id: number; readonly outputs: readonly number[] }
  /** The steps after which the network is known, in order. */
  | { readonly type: "history"; readonly steps: readonly number[] }
  /** Everything that the network makes of the picture looked at, with the weights of this step; by the names of layers and parameters. */
  | {
      readonly type: "sight";
      readonly step: number;
      /** The class that the network takes it for, the one that the loss is for, and whether that is the network's answer since nobody said what it is. */
      readonly answer: number;
      readonly label: number;
      readonly isGuess: boolean;
      readonly loss: number;
      readonly lossTensor: string;
      /** Of the classes: probabilities where the loss takes the outputs for logarithms. */
      readonly outputs: readonly number[];
      readonly input: SeenBothWays;
      readonly layers: Readonly<Record<string, SeenBothWays>>;
      readonly parameters: Readonly<Record<string, SeenBothWays>>;
      /** By how much each array has moved since an earlier step, by the arrays' names, and whether by teaching too; absent where none is known. */
      readonly moved?: {
        readonly since: number;
        readonly taught: boolean;
        readonly by: Readonly<Record<string, Float32Array>>;
      };
    }
  /** A number, and inside it what an activation or a bias was applied to, down to a sum of products or a choice; of a pooled one, where its gradient goes. */
  | {
      readonly type: "opened";
      readonly id: number;
      readonly chain: readonly Opened[];
      readonly way?: GradientWay | undefined;
    }
  /** Pictures as they are and as they would be changed, one behind the other; their shape is [C, H, W]. */
  | {
      readonly type: "previewed";
      readonly id: number;
      readonly shape: readonly number[];
      readonly before: Float32Array;
      readonly after: Float32Array;
    }
  | {
      readonly type: "saved";
      readonly filename: string;
      readonly bytes: Uint8Array;
      readonly step: number;
      readonly weightsSha256: string;
    }
  /** The hash of the weights after the step that was to be marked. */
  | { readonly type: "marked"; readonly step: number; readonly weightsSha256: string }
  | ({ readonly type: "weightsRead"; readonly id: number } & (
      | { readonly refused: string }
      | {
          readonly refused?: undefined;
          readonly tensors: readonly NamedTensor[];
          /** Network, seed and steps trained, where the file notes them. */
          readonly recipe?: Recipe;
          readonly seed?: number;
          readonly step?: number;
          /** Why they are no weights of the network at hand; absent where they are. */
          readonly misfit?: string;
        }
    ))
  /** How far the search for a learning rate is, and what it found. */
  | { readonly type: "rate"; readonly search: RateSearch }
  /** The device is gone after this step, and another is sought: what is under way goes on with it, or `deviceLost` follows. */
  | { readonly type: "recovering"; readonly step: number; readonly reason: string }
  /** There is another: it goes on from step `from`, and tells of steps after `lostAt` only. */
  | ({ readonly type: "recovered" } & Omit<RecoveredEvent, "event">)
  /** The device is gone, whatever it was doing, and nothing takes its place; `message` is the reason it gave. Parameters as of `step` are kept: predict and save still work, on the CPU reference. */
  | { readonly type: "deviceLost"; readonly step: number; readonly message: string }
  /** Nothing can be trained. Where there is a network, it is kept as of step `kept`, for predict and save. */
  | { readonly type: "failed"; readonly message: string; readonly kind: FailureKind; readonly kept?: number };

export type Evaluation = Extract<Message, { type: "evaluation" }>;
