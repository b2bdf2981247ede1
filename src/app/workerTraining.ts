/** Training in the worker: for the page, with much to look at; or as the command line does, with its events and no more. */
import { fit, trainAndJudge } from "../train/fit.ts";
import { evaluationMessage } from "./evaluation.ts";
import type { Message } from "./protocol.ts";
import { pictures, standing, type WorkerRun } from "./workerRun.ts";

/** Share of the time that may go into judging the test set between epochs. */
const JUDGE_SHARE = 0.15;

/** Least seconds between two messages about steps. */
const REPORT_SECONDS = 0.1;

export async function trainForPage(
  { session, recipe, data }: WorkerRun,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  let shown = session.snapshot;
  await trainAndJudge({
    session,
    signal,
    judgeShare: JUDGE_SHARE,
    reportSeconds: REPORT_SECONDS,
    onEvent(event) {
      if (event.event !== "step") return;
      const { step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond } = event;
      send({ type: "step", step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond });
      if (session.snapshot === shown) return;
      shown = session.snapshot;
      send({ type: "weights", step: shown.step, weights: pictures(session.knownParameters()) });
    },
    onJudging: (done, total) => send({ type: "judging", done, total }),
    onJudgement: (judgement, step) => send(evaluationMessage(recipe, data, judgement, step)),
  });
}

/** Tells the page where it stands, now that it has stopped. */
export async function tellStopped(run: WorkerRun, send: (message: Message) => void): Promise<void> {
  const { step, finished, weightsSha256, weights } = await standing(run);
  send({ type: "weights", step, weights });
  send({ type: "stopped", step, finished, weightsSha256 });
}

export async function fitForCommand(
  { session, reason }: WorkerRun,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  await fit({ session, signal, reason, onEvent: (event) => send({ type: "event", event }) });
}
