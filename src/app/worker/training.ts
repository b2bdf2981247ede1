/** Training in the worker: for the page, with much to look at; or as the command line does, with its events and no more. */
import { DeviceLostError } from "../../core/errors.ts";
import { waited } from "../../core/waited.ts";
import { isAugmented } from "../../model/augmentation.ts";
import type { StepEvent } from "../../train/events.ts";
import { fit, trainAndJudge } from "../../train/fit.ts";
import { nameParameters } from "../../train/parameters.ts";
import { Reporter } from "../../train/reporter.ts";
import type { Session } from "../../train/session.ts";
import { type Message, picturesSeen } from "../protocol.ts";
import { evaluationMessage, judged } from "./evaluation.ts";
import { pictures, shown, standing, type WorkerRun } from "./run.ts";

/** Share of the time that may go into judging the test set between epochs. */
const JUDGE_SHARE = 0.15;

/** Least seconds between two messages about steps. */
const REPORT_SECONDS = 0.1;

async function trainForPage(run: WorkerRun, signal: AbortSignal, send: (message: Message) => void): Promise<void> {
  const { session, recipe, data, settings } = run;
  let latest = session.snapshot;
  let lastJudged = -1;
  await trainAndJudge({
    session,
    signal,
    judgeShare: JUDGE_SHARE,
    reportSeconds: REPORT_SECONDS,
    recover: (lost) => survivable(run, lost),
    shadowEvery: settings.shadow === 0 || session.engine.device.kind === "cpu" ? undefined : settings.shadow,
    onSnapshot: (snapshot) => run.keeper?.onSnapshot(snapshot),
    onEvent(event) {
      run.keeper?.onEvent(event);
      if (event.event === "shadow") return send({ type: "shadow", report: event });
      if (event.event !== "step") return;
      send(stepMessage(event));
      if (session.snapshot === latest) return;
      latest = session.snapshot;
      send({ type: "weights", step: latest.step, weights: pictures(session.knownParameters()) });
      if (isAugmented(recipe)) void sendSeen(session, send);
      tellHistory(run, send);
      // What is visited does not change.
      if (run.visiting === undefined) tellSight(run, true, send);
    },
    mark: run.opening.mark === undefined ? undefined : { step: run.opening.mark, onMark: () => tellMarked(run, send) },
    onJudging(done, total) {
      send({ type: "judging", done, total });
      if (session.step === lastJudged) return;
      lastJudged = session.step;
      // What is tested is what is on show. A failure is met by the test too.
      void tellWeights(run, send).catch(() => {});
    },
    onJudgement: (judgement, step) => {
      run.evaluation = evaluationMessage(recipe, data, judgement, step);
      send(run.evaluation);
    },
  });
}

/** Tests it as it stands, where it has not been trained here. */
export async function judgeForPage(
  run: WorkerRun,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  const onProgress = (done: number, total: number) => send({ type: "judging", done, total });
  onProgress(0, run.data.test.count);
  run.evaluation = await judged(run, run.session.step, { signal, onProgress });
  send(run.evaluation);
}

/** @throws the loss, where nothing takes the device's place */
function survivable({ watched }: WorkerRun, lost: DeviceLostError): Promise<void> {
  return watched?.survives(lost) ? watched.recover(lost) : Promise.reject(lost);
}

/** The first pictures of a batch as they were changed. Where the device goes meanwhile, that is told elsewhere. */
async function sendSeen({ engine, recipe, step }: Session, send: (message: Message) => void): Promise<void> {
  const [C, H, W] = recipe.input;
  const all = await engine.seen().catch(() => undefined);
  if (all === undefined) return;
  send({ type: "seen", step, pictures: Float32Array.from(all).slice(0, picturesSeen * C * H * W) });
}

function stepMessage({ step, epoch, losses, batchAccuracies, learningRate, imagesPerSecond }: StepEvent): Message {
  return { type: "step", step, epoch, losses, batchAccuracies, learningRate, imagesPerSecond };
}

/**
 * Trains to the last step at a pace that may be changed meanwhile: steps one by one, each shown, at most so many a second; or, with Infinity, as
 * fast as it goes. What has come to its end step by step is judged then.
 */
export async function trainAtPace(
  run: WorkerRun,
  stepsPerSecond: number,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  const { session } = run;
  let pace = stepsPerSecond;
  let begun = Number.NEGATIVE_INFINITY;
  let changed: AbortController;
  run.setPace = (to) => {
    pace = to;
    changed.abort();
  };
  try {
    do {
      changed = new AbortController();
      const either = AbortSignal.any([signal, changed.signal]);
      if (pace === Number.POSITIVE_INFINITY || session.step >= session.totalSteps) {
        await trainForPage(run, either, send);
        if (!changed.signal.aborted) return;
      } else {
        await waited(begun + 1000 / pace - performance.now(), either);
        if (either.aborted) continue;
        begun = performance.now();
        await stepForPage(run, send);
      }
    } while (!signal.aborted);
  } finally {
    delete run.setPace;
  }
}

/** One step, and what the network is after it. */
export async function stepForPage(run: WorkerRun, send: (message: Message) => void): Promise<void> {
  const { session } = run;
  const tell = (event: StepEvent) => {
    run.keeper?.onEvent(event);
    send(stepMessage(event));
  };
  const reporter = new Reporter(session, tell, 0);
  const until = session.step + 1;
  // Mostly it was read when the step before was told of.
  if (session.snapshot.step < session.step) await session.parameters();
  run.before = { step: session.snapshot.step, parameters: session.judgedParameters };
  while (session.step < until) {
    try {
      await session.train({ until, onProgress: (progress) => reporter.add(progress) });
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
      await survivable(run, error);
    }
  }
  await tellWeights(run, send);
  if (session.step === run.opening.mark) await tellMarked(run, send);
}

/** Tells of the network as it stands after every step queued so far. */
async function tellWeights(run: WorkerRun, send: (message: Message) => void): Promise<void> {
  const weights = pictures(await run.session.parameters());
  send({ type: "weights", step: run.session.snapshot.step, weights });
  tellHistory(run, send);
  if (run.visiting === undefined) tellSight(run, false, send);
}

/** Keeps the network as it is known now, and tells of which steps it is known. */
export function tellHistory({ session, history }: WorkerRun, send: (message: Message) => void): void {
  if (history.note(session.snapshot.step, session.judgedParameters)) send({ type: "history", steps: history.steps });
}

/** Tells what the network on show makes of the picture that is looked at. */
export function tellSight(run: WorkerRun, isTraining: boolean, send: (message: Message) => void): void {
  const { parameters, step } = shown(run);
  const told = run.sight.look(parameters, step, isTraining);
  if (told !== undefined) send({ ...told, ...movedUntil(run, step, parameters) });
}

/** By how much the arrays have moved since the step before or, of those that are known, the nearest before it. */
function movedUntil({ session, history, untaught, before: last }: WorkerRun, step: number, parameters: Float32Array) {
  const before = last?.step === step - 1 ? last : history.at(step - 1);
  if (before === undefined) return {};
  const named = nameParameters(
    session.network,
    parameters.map((value, i) => value - before.parameters[i]),
  );
  const taught = untaught?.snapshot.step === step;
  return { moved: { since: before.step, taught, by: Object.fromEntries(named.map(({ name, data }) => [name, data])) } };
}

/** Tells what the weights have come to, for somebody who knows what they should have. */
async function tellMarked(run: WorkerRun, send: (message: Message) => void): Promise<void> {
  const { step, weightsSha256 } = await standing(run);
  send({ type: "marked", step, weightsSha256 });
}

/** Tells the page where it stands, now that it has stopped. */
export async function tellStopped(run: WorkerRun, send: (message: Message) => void): Promise<void> {
  const { step, finished, weightsSha256, weights } = await standing(run);
  send({ type: "weights", step, weights });
  tellHistory(run, send);
  if (run.visiting === undefined) tellSight(run, false, send);
  send({ type: "stopped", step, finished, weightsSha256 });
  await run.keeper?.close();
}

export async function fitForCommand(
  run: WorkerRun,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  const { session, reason, tuned } = run;
  await fit({
    session,
    signal,
    reason,
    kernels: tuned && "tuned",
    recover: (lost) => survivable(run, lost),
    onEvent: (event) => send({ type: "event", event }),
  });
}
