/** Training in the worker: for the page, with much to look at; or as the command line does, with its events and no more. */
import { fit, trainAndJudge } from "../train/fit.ts";
import type { Session } from "../train/session.ts";
import { evaluationMessage } from "./evaluation.ts";
import { type Message, picturesSeen } from "./protocol.ts";
import { pictures, standing, type WorkerRun } from "./workerRun.ts";

/** Share of the time that may go into judging the test set between epochs. */
const JUDGE_SHARE = 0.15;

/** Least seconds between two messages about steps. */
const REPORT_SECONDS = 0.1;

export async function trainForPage(
  { session, recipe, data, settings, sight }: WorkerRun,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  let shown = session.snapshot;
  await trainAndJudge({
    session,
    signal,
    judgeShare: JUDGE_SHARE,
    reportSeconds: REPORT_SECONDS,
    shadowEvery: settings.shadow === 0 || session.engine.device.kind === "cpu" ? undefined : settings.shadow,
    onEvent(event) {
      if (event.event === "shadow") return send({ type: "shadow", report: event });
      if (event.event !== "step") return;
      const { step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond } = event;
      send({ type: "step", step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond });
      if (session.snapshot === shown) return;
      shown = session.snapshot;
      send({ type: "weights", step: shown.step, weights: pictures(session.knownParameters()) });
      if (recipe.augmentation !== undefined) void sendSeen(session, send);
      tellSight({ session, sight }, true, send);
    },
    onJudging: (done, total) => send({ type: "judging", done, total }),
    onJudgement: (judgement, step) => send(evaluationMessage(recipe, data, judgement, step)),
  });
}

/** The first pictures of a batch as they were changed. Where the device goes meanwhile, that is told elsewhere. */
async function sendSeen({ engine, recipe, step }: Session, send: (message: Message) => void): Promise<void> {
  const [C, H, W] = recipe.input;
  const all = await engine.seen().catch(() => undefined);
  if (all === undefined) return;
  send({ type: "seen", step, pictures: Float32Array.from(all).slice(0, picturesSeen * C * H * W) });
}

/** Tells what the network now makes of the picture that is looked at. */
export function tellSight(
  { session, sight }: Pick<WorkerRun, "session" | "sight">,
  isTraining: boolean,
  send: (message: Message) => void,
): void {
  const told = sight.look(session.judgedParameters, session.snapshot.step, isTraining);
  if (told !== undefined) send(told);
}

/** Tells the page where it stands, now that it has stopped. */
export async function tellStopped(run: WorkerRun, send: (message: Message) => void): Promise<void> {
  const { step, finished, weightsSha256, weights } = await standing(run);
  send({ type: "weights", step, weights });
  tellSight(run, false, send);
  send({ type: "stopped", step, finished, weightsSha256 });
}

export async function fitForCommand(
  { session, reason, tuned }: WorkerRun,
  signal: AbortSignal,
  send: (message: Message) => void,
): Promise<void> {
  const kernels = tuned && "tuned";
  await fit({ session, signal, reason, kernels, onEvent: (event) => send({ type: "event", event }) });
}
