/**
 * All that the page knows. Pure: views read it, tests call it, nothing here touches the DOM. How each message of the worker changes it
 * is in received.ts.
 */

import type { ShadowReport } from "../train/shadow.ts";
import { Curve } from "./evidence/curve.ts";
import type { DamagedRun, KeptRun } from "./kept/protocol.ts";
import { noOwn, type Own } from "./own/own.ts";
import type { Evaluation, FailureKind, Message, Subject, WeightPicture, WeightsOrigin } from "./protocol.ts";
import type { RateSearch } from "./rate/search.ts";
import { type RunSettings, sameNetwork } from "./settings.ts";
import type { Claim } from "./share/claim.ts";
import { LossTrace } from "./share/lossTrace.ts";
import { type Lessons, noLessons, restingLessons } from "./teach/lessons.ts";

type Ready = Extract<Message, { type: "ready" }>;
export type SightMessage = Extract<Message, { type: "sight" }>;
type Opened = Extract<Message, { type: "opened" }>;

export type Drift = Pick<ShadowReport, "step" | "worst">;

/** Where a run stands. `lost` and `failed` are ends; `finished` and `paused` keep a trained network. */
export type Phase = "opening" | "ready" | "training" | "pausing" | "paused" | "finished" | "lost" | "failed";

export interface PageState {
  readonly settings: RunSettings;
  /** What the address says that a run of these settings came to. */
  readonly claim?: Claim | undefined;
  /** Where the weights were loaded from that the run began with; undefined: they are those of the seed. */
  readonly origin?: WeightsOrigin | undefined;
  readonly phase: Phase;
  /** Train was pressed before the network was ready: begin as soon as it is. */
  readonly wanted: boolean;
  readonly loading?: { readonly what: string; readonly loaded: number; readonly total: number } | undefined;
  /** How far the timing of kernels is. */
  readonly tuning?: { readonly done: number; readonly total: number } | undefined;
  /** What came of it: kernels for the next run, or why there are none. */
  readonly timed?: Extract<Message, { type: "tuned" }> | undefined;
  readonly run?: Ready | undefined;
  /** Steps a second that the training under way takes at most: Infinity where it goes as fast as it can. */
  readonly pace?: number | undefined;
  readonly step: number;
  readonly loss?: number | undefined;
  readonly imagesPerSecond?: number | undefined;
  /** Losses of all steps and accuracies of batches: appended in place, so views compare `step` instead. */
  readonly losses: Curve;
  readonly batchAccuracies: Curve;
  /** Losses to the bit, of a few steps: appended in place too. */
  readonly trace: LossTrace;
  readonly tests: readonly Evaluation[];
  /** The latest test. */
  readonly evaluation?: Evaluation | undefined;
  /** The steps after which the network is known, and which of them is on show; undefined: the present. */
  readonly history: readonly number[];
  readonly visiting?: number | undefined;
  /** The test of one that was visited. */
  readonly visited?: Evaluation | undefined;
  /** Pictures of a batch as the network saw them. */
  readonly seen?: Float32Array | undefined;
  /** The latest comparison with the reference. */
  readonly shadow?: ShadowReport | undefined;
  /** The worst share of its bound in each step that was compared. */
  readonly drift: readonly Drift[];
  /** How far the test under way is. */
  readonly judging?: { readonly done: number; readonly total: number } | undefined;
  readonly weights: readonly WeightPicture[];
  /** The hash of the weights where it last stopped, and after which step that was; the same after the step that the claim is of. */
  readonly weightsSha256?: string | undefined;
  readonly weightsStep?: number | undefined;
  readonly marked?: { readonly step: number; readonly weightsSha256: string } | undefined;
  /** What is looked at, what the network makes of it, and the number of that which is open. */
  readonly subject: Subject;
  /** Which of the four stages of a step is on show. */
  readonly stage: number;
  /** Of that, the numbers themselves or what they have to do with the loss. */
  readonly show: "values" | "gradients";
  readonly sight?: SightMessage | undefined;
  readonly opened?: Opened | undefined;
  /** The numbers opened one inside the other, the last of them on show. */
  readonly trail: readonly { readonly tensor: string; readonly place: number }[];
  /** Pictures as a run would change them, which may not be open yet. */
  readonly preview?: Extract<Message, { type: "previewed" }> | undefined;
  /** The search for a learning rate, where one was asked for. */
  readonly rate?: RateSearch | undefined;
  /** The 28×28 picture that was last asked about, and its answer. */
  readonly drawing?: Float32Array | undefined;
  readonly outputs?: readonly number[] | undefined;
  /** Drawings that it can be taught, and how that goes. */
  readonly lessons: Lessons;
  /** Pictures of a person's own: what is known of them, and how far their reading is. */
  readonly own: Own;
  /** The device was lost after this step, and another is sought. */
  readonly recovering?: { readonly step: number } | undefined;
  /** How it last went on after that. */
  readonly recovered?: Extract<Message, { type: "recovered" }> | undefined;
  /** A run that can be gone on with, of a tab that is closed; and why this one is kept no further. */
  readonly keptRun?: KeptRun | undefined;
  readonly damagedRun?: DamagedRun | undefined;
  /** What is other than when the run that is gone on with was kept. */
  readonly changes: readonly string[];
  readonly notKept?: string | undefined;
  /** Tests of a run that is gone on with, from before. */
  readonly earlierTests: readonly Pick<Evaluation, "step" | "testLoss" | "testAccuracy">[];
  /** What went wrong, in the worker's words. */
  readonly failure?: string | undefined;
  readonly failureKind?: FailureKind | undefined;
  /** The network as of this step is kept, though nothing can be trained. */
  readonly kept?: number | undefined;
  /** The run that this one replaced, where it had learned something: it can be brought back. */
  readonly aside?: PageState | undefined;
}

/** What is looked at before anybody has chosen: there is one in every test set. */
export const firstSubject: Subject = { from: "test", index: 0 };

const freshRun = () => ({
  wanted: false,
  loading: undefined,
  tuning: undefined,
  timed: undefined,
  step: 0,
  loss: undefined,
  imagesPerSecond: undefined,
  losses: new Curve(),
  batchAccuracies: new Curve(),
  trace: new LossTrace(),
  tests: [],
  evaluation: undefined,
  history: [],
  visiting: undefined,
  visited: undefined,
  judging: undefined,
  weightsSha256: undefined,
  weightsStep: undefined,
  marked: undefined,
  outputs: undefined,
  seen: undefined,
  shadow: undefined,
  drift: [],
  recovering: undefined,
  recovered: undefined,
  notKept: undefined,
  changes: [],
  earlierTests: [],
  failure: undefined,
  failureKind: undefined,
  kept: undefined,
  rate: undefined,
});

/** What a run is opened with beside its settings. */
export type Beginning = Pick<PageState, "claim" | "origin">;

/** A run about to be opened. The last one's device and picture stay in view until the new ones arrive: nothing flickers. */
export function opened(settings: RunSettings, before?: PageState, { claim, origin }: Beginning = {}): PageState {
  const sameLayers = before !== undefined && sameNetwork(before.settings, settings);
  return {
    settings,
    claim,
    origin,
    phase: "opening",
    run: before?.run,
    weights: sameLayers ? before.weights : [],
    drawing: before?.drawing,
    subject: before?.subject ?? firstSubject,
    show: before?.show ?? "values",
    stage: 0,
    sight: sameLayers ? before.sight : undefined,
    opened: sameLayers ? before.opened : undefined,
    trail: sameLayers ? before.trail : [],
    lessons: restingLessons(before?.lessons ?? noLessons),
    own: before?.own ?? noOwn,
    keptRun: before?.keptRun,
    damagedRun: before?.damagedRun,
    // One step back, not a history.
    aside: before && before.step > 0 ? { ...before, aside: undefined, rate: undefined } : before?.aside,
    ...freshRun(),
  };
}

/** There is a run to bring back, and the one on show has not learned anything that would be lost by it. */
export function canUndo({ aside, step }: PageState): boolean {
  return aside !== undefined && step === 0;
}

/** The run put aside as it comes back: everything it had to show, but for the drawing, which is nobody's. */
export function broughtBack(state: PageState): PageState {
  const { aside, drawing, own } = state;
  return aside ? { ...aside, phase: "opening", wanted: false, drawing, own, outputs: undefined } : state;
}

/** The test of the network on show or, of a moment that was not tested, the last one before it. */
export function shownEvaluation({ evaluation, tests, visiting, visited }: PageState): Evaluation | undefined {
  if (visiting === undefined) return evaluation;
  return visited?.step === visiting ? visited : tests.findLast(({ step }) => step <= visiting);
}

export function isRunning(state: PageState): boolean {
  return state.phase === "training" || state.phase === "pausing" || (state.phase === "opening" && state.wanted);
}

/** A network is there to draw with and to save. */
export function hasNetwork(state: PageState): boolean {
  return state.phase !== "opening" && (state.phase !== "failed" || state.kept !== undefined);
}

/** It has learned something, and can be taught more. */
export function canTeach({ phase, step, lessons }: PageState): boolean {
  return step > 0 && ["training", "paused", "finished"].includes(phase) && lessons.progress === undefined;
}
