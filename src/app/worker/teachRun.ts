/** In the worker: the run on show is taught drawings, and made as it was before. */
import { CircledastError, DeviceLostError } from "../../core/errors.ts";
import { flattenParameters } from "../../train/parameters.ts";
import { type Lesson, teach } from "../../train/teach.ts";
import type { Evaluation, Message } from "../protocol.ts";
import type { LessonPart } from "../teach/protocol.ts";
import { judged } from "./evaluation.ts";
import { messageOf } from "./failure.ts";
import { readable } from "./readable.ts";
import type { WorkerRun } from "./run.ts";

type Send = (message: Message) => void;

/**
 * Teaches it, if the signal does not come before the end; else, or where it fails, nothing has changed.
 *
 * @throws where the run's own engine fails
 */
export async function teachRun(
  run: WorkerRun,
  lessons: readonly Lesson[],
  signal: AbortSignal,
  send: Send,
): Promise<void> {
  const { session, recipe, data, settings, history } = run;
  const parameters = await session.parameters();
  const { snapshot } = session;
  if (snapshot.step < session.step) throw new DeviceLostError("before its weights were read");
  const tell = (part: LessonPart) => (done: number, total: number) =>
    send({ type: "lesson", is: "underway", part, done, total });
  const judge = async (part: LessonPart): Promise<Evaluation> => {
    tell(part)(0, data.test.count);
    return judged(run, session.step, { signal, onProgress: tell(part) });
  };
  const answers = async () => {
    const all: (readonly number[])[] = [];
    for (const { picture } of lessons) {
      all.push(readable(recipe, await session.engine.predict(Float32Array.from(picture, (byte) => byte / 255))));
    }
    return all;
  };
  try {
    const known = run.evaluation?.step === session.step ? run.evaluation : undefined;
    const tested = known ?? (await judge("before"));
    const before = await answers();
    const onProgress = tell("lessons");
    onProgress(0, 1);
    const taught = await teach({
      recipe,
      parameters,
      lessons,
      train: data.train,
      seed: settings.seed,
      device: session.engine.device.kind,
      gpu: navigator.gpu,
      signal,
      onProgress,
    }).catch((error) => {
      signal.throwIfAborted();
      throw error instanceof CircledastError ? new TeachingFailed(error.message) : error;
    });
    session.load(taught);
    const evaluation: Evaluation = { ...(await judge("after")), taught: true };
    const after = await answers();
    history.renew(session.step, flattenParameters(session.network, taught));
    run.untaught = { snapshot, evaluation: tested };
    run.evaluation = evaluation;
    run.visiting = undefined;
    send(evaluation);
    send({
      type: "lesson",
      is: "taught",
      step: session.step,
      before,
      after,
      accuracyBefore: tested.testAccuracy,
      accuracyAfter: evaluation.testAccuracy,
    });
  } catch (error) {
    // First of all: where the device is lost the run goes on from these weights, not from taught ones.
    session.restore(snapshot);
    if (signal.aborted) return send({ type: "lesson", is: "cancelled" });
    const isLost = error instanceof DeviceLostError;
    send({ type: "lesson", is: "failed", message: isLost ? "The device was lost meanwhile." : messageOf(error) });
    if (!(error instanceof TeachingFailed)) throw error;
  }
}

/** The session that taught has failed: the run on show is well. */
class TeachingFailed extends Error {}

/** Makes it what it was before it was last taught, unless it has learned on since. */
export async function unteachRun(run: WorkerRun, send: Send): Promise<void> {
  const { session, untaught, history } = run;
  if (untaught?.snapshot.step !== session.step) return;
  session.restore(untaught.snapshot);
  history.renew(session.step, session.judgedParameters);
  run.evaluation = untaught.evaluation;
  delete run.untaught;
  send(untaught.evaluation);
  send({ type: "lesson", is: "undone" });
}
