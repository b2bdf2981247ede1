/** In the worker: which run is on show, how it is opened, brought back and ended, and who waits for that. */
import type { Found } from "../../tune/tuneNetwork.ts";
import type { Message } from "../protocol.ts";
import { CancelledError, failureMessage, messageOf } from "./failure.ts";
import { watch } from "./recovering.ts";
import {
  dispose,
  halt,
  type Opening,
  openWorkerRun,
  readyMessage,
  resumedMessage,
  standing,
  type WorkerRun,
} from "./run.ts";
import { tellHistory, tellStopped } from "./training.ts";

let onShow: WorkerRun | undefined;
/** The last run that had learned something before another was opened: kept whole, so that nothing of it is lost. */
let aside: WorkerRun | undefined;

/** Opening and restoring wait for each other, and everything else for them. */
let opening: Promise<void> = Promise.resolve();
/** Ends the wait for runs that are being opened. */
let cancelling = new AbortController();
/** Ends the timing of kernels for a run that is not wanted any more. */
let superseded = new AbortController();
let timing: Promise<void> = Promise.resolve();

export function send(message: Message): void {
  postMessage(message);
}

export function fail(error: unknown): void {
  send(failureMessage(error));
}

/** Does something with the run on show, once it is there, and before another is opened: undefined where there is none. */
export function whenOpen<T>(act: (run: WorkerRun | undefined) => T | Promise<T>): Promise<T> {
  return opening.then(() => act(onShow));
}

/** The same, with the kernels that were asked for. */
export function whenTimed<T>(act: (run: WorkerRun | undefined) => T | Promise<T>): Promise<T> {
  return opening.then(() => timing).then(() => whenOpen(act));
}

/** Opens a run in place of the one on show, once what is under way of this kind is done. */
export function open(request: Opening): void {
  superseded.abort();
  superseded = new AbortController();
  const { signal } = superseded;
  const { signal: cancelled } = cancelling;
  opening = opening
    .then(() => replace(request, cancelled))
    .then((run) => {
      const isTimed = request.settings.kernels === "tuned" && run.session.engine.device.kind === "gpu";
      if (isTimed && run.tuned === undefined && !signal.aborted) timing = timeKernels(run, signal);
    })
    .catch((error) => {
      // The newer run answers.
      if (!signal.aborted) fail(error);
    });
}

/** Waits for no run that is being opened; what was put aside for it stays there. */
export function cancelOpening(
  why: Error = new CancelledError(
    "opening: it was cancelled; it was expected to go on. Try again, or choose what needs less.",
  ),
): void {
  cancelling.abort(why);
  cancelling = new AbortController();
}

/** Brings the run back that was put aside. */
export function restore(): void {
  superseded.abort();
  opening = opening.then(bringBack).catch(fail);
}

async function replace(request: Opening, cancelled: AbortSignal, found?: Found): Promise<WorkerRun> {
  await putAside();
  cancelled.throwIfAborted();
  const run = await unlessCancelled(openWorkerRun(request, send, found), cancelled);
  onShow = run;
  const sendOnShow = (message: Message) => {
    if (run === onShow) send(message);
  };
  run.watched = watch(run, sendOnShow, (error) => engineFailed(run, error));
  send(readyMessage(run));
  const resumed = resumedMessage(run);
  if (resumed !== undefined) send(resumed);
  tellHistory(run, send);
  return run;
}

/** @throws the signal's reason as soon as it comes: what is opened all the same is given back */
function unlessCancelled(run: Promise<WorkerRun>, signal: AbortSignal): Promise<WorkerRun> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason);
      run.then(dispose, () => {});
    };
    signal.addEventListener("abort", giveUp);
    run.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

/** Times kernels while the run is there already. Where it has not begun when they are found, it begins with them; else the next one does. */
async function timeKernels(run: WorkerRun, signal: AbortSignal): Promise<void> {
  try {
    const { timeBeside, toldOf } = await import("./tuning.ts");
    const found = await timeBeside(run, send, signal);
    send({ type: "tuned", tuned: toldOf(found) });
    opening = opening.then(async () => {
      const hasBegun = run.session.step > 0 || run.stop !== undefined || run.failure !== undefined;
      if (run === onShow && !hasBegun) await replace(run.opening, cancelling.signal, found);
    });
  } catch (error) {
    // Whoever ended it wants something else.
    if (!signal.aborted) send({ type: "tuned", failure: messageOf(error) });
  }
}

async function putAside(): Promise<void> {
  const previous = onShow;
  onShow = undefined;
  if (previous === undefined) return;
  await halt(previous);
  if (previous.session.step === 0) return dispose(previous);
  if (aside !== undefined) dispose(aside);
  aside = previous;
}

async function bringBack(): Promise<void> {
  if (aside === undefined) return;
  const [current, back] = [onShow, aside];
  [onShow, aside] = [undefined, undefined];
  if (current !== undefined) {
    await halt(current);
    dispose(current);
  }
  onShow = back;
  send({ type: "restored", ...(await standing(back)) });
  if (back.failure !== undefined) send(failureMessage(back.failure, back.session.snapshot.step));
}

/** Notes what has ended a run, and tells of the first such thing, where the run is the one on show. */
export function end(run: WorkerRun, error: unknown): void {
  if (run.failure !== undefined) return;
  run.failure = error;
  if (run === onShow) send(failureMessage(error, run.session.snapshot.step));
}

/** Work that is under way meets the failure itself; where there is none, a lost device is replaced at once. */
function engineFailed(run: WorkerRun, error: unknown): void {
  if (!run.watched?.survives(error)) return end(run, error);
  if (run.stop === undefined) begin(run, () => Promise.reject(error));
}

/** Goes on with another device, where the one that work needed is lost. */
async function survive(run: WorkerRun, error: unknown): Promise<void> {
  if (!run.watched?.survives(error)) return end(run, error);
  const { step } = run.session;
  await run.watched.recover(error);
  // What was under way, or the last steps, may have to be done again: by whoever wants it.
  if (run === onShow && (step !== run.session.step || step > 0)) await tellStopped(run, send);
}

/** Has a run do what takes long, and can be stopped, unless it does so already. */
export function begin(run: WorkerRun, work: (signal: AbortSignal) => Promise<void>): void {
  if (run.stop !== undefined || run.failure !== undefined) return;
  const stop = new AbortController();
  run.stop = stop;
  run.idle = work(stop.signal)
    .catch((error) => survive(run, error))
    .catch((error) => end(run, error))
    .finally(() => {
      delete run.stop;
      run.judging = undefined;
    });
}
