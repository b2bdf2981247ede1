/** In the worker: what can be asked of the run on show, a handler for each kind of request. */

import type { Keeper } from "../../train/keeper.ts";
import { trainedOf, weightsSha256 } from "../../train/parameters.ts";
import { Predictor } from "../../train/predictor.ts";
import { encodeWeights } from "../../train/weightsFile.ts";
import { notLoaded } from "../notLoaded.ts";
import type { Message, Request } from "../protocol.ts";
import { messageOf } from "./failure.ts";
import { begin, end, send } from "./onShow.ts";
import { findRate, stopFinding } from "./rates.ts";
import { readable } from "./readable.ts";
import { halt, shown, takeBack, type WorkerRun } from "./run.ts";
import { fitForCommand, judgeForPage, stepForPage, tellSight, tellStopped, trainAtPace } from "./training.ts";

/** What needs no run. */
type OfPage = "open" | "restore" | "listKept" | "forgetKept" | "preview" | "readData" | "stopReading" | "readWeights";
type Type = Exclude<Request["type"], OfPage>;
type Of<T extends Type> = Extract<Request, { type: T }>;
export type Command = Of<Type>;

const handlers: { readonly [T in Type]: (run: WorkerRun, request: Of<T>) => void | Promise<void> } = {
  train: (run) => training(run, (signal) => trainAtPace(run, Number.POSITIVE_INFINITY, signal, send)),
  step: (run) => training(run, () => stepForPage(run, send)),
  walk: (run, { stepsPerSecond }) => training(run, (signal) => trainAtPace(run, stepsPerSecond, signal, send)),
  pace: (run, { stepsPerSecond }) => run.setPace?.(stepsPerSecond),
  fit: (run) => begin(run, (signal) => fitForCommand(run, signal, send)),
  judge: (run) => judging(run),
  pause: (run) => run.stop?.abort(),
  teach: (run, { lessons }) => teaching(run, ({ teachRun }, signal) => teachRun(run, lessons, signal, send)),
  unteach: (run) => teaching(run, ({ unteachRun }) => unteachRun(run, send)),
  visit,
  look(run, { subject }) {
    run.sight.subject = subject;
    tellSight(run, false, send);
  },
  openNumber(run, { id, tensor, place }) {
    const told = run.sight.open(id, tensor, place);
    if (told !== undefined) send(told);
  },
  predict,
  save,
  findRate: (run) => findRate(run, send),
  stopFinding,
  loseDevice: (run) => run.loseDevice?.(),
  describeEngine: engineRoom,
  measureKernels: engineRoom,
  stopMeasuring: engineRoom,
};

export function obey(run: WorkerRun, command: Command): void | Promise<void> {
  const handler = handlers[command.type] as (run: WorkerRun, request: Command) => void | Promise<void>;
  return handler(run, command);
}

/** Tests it as it is. It gives way to training. */
function judging(run: WorkerRun): void {
  begin(run, async (signal) => {
    run.judging = "own";
    // A run that was kept to its last step stands there, as one that has just come to it.
    if (run.session.step > 0) await tellStopped(run, send);
    await judgeForPage(run, signal, send).catch((error) => {
      send({ type: "judgingEnded" });
      if (!signal.aborted) throw error;
    });
  });
}

/** Steps that a person wants to see, kept as they go. */
async function training(run: WorkerRun, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  // A test gives way. Else something is at its end, such as a checkpoint that is being written, though it has been told that it stopped.
  if (run.judging !== undefined) run.stop?.abort();
  await run.idle;
  begin(run, async (signal) => {
    run.keeper ??= await startKeeping(run).catch((error) => {
      send({ type: "notKept", message: messageOf(error) });
      return undefined;
    });
    await work(signal);
    await tellStopped(run, send);
  });
}

async function visit(run: WorkerRun, { step, judge }: Of<"visit">): Promise<void> {
  run.visiting = step;
  const back = takeBack(run);
  // The present is known again when the engine has its own parameters.
  if (step === undefined) await back;
  tellSight(run, false, send);
  await back;
  if (step === undefined || !judge) return;
  // Where it does not come there is no test: nothing else has happened.
  const { judgeVisited } = await import("./judgeVisited.ts").catch(() => ({ judgeVisited: undefined }));
  await judgeVisited?.(run, begin, send);
}

async function startKeeping(run: WorkerRun): Promise<Keeper | undefined> {
  const { startKeeping: start } = await import("./keeping.ts");
  return start(run, send);
}

/** A part of the worker that is fetched when it is first wanted; where it does not come, that is told and nothing else has happened. */
export async function part<M>(load: () => Promise<M>, tell: (message: string) => Message): Promise<M | undefined> {
  try {
    return await load();
  } catch {
    send(tell(notLoaded));
    return undefined;
  }
}

type Teaching = typeof import("./teachRun.ts");

async function teaching(run: WorkerRun, act: (by: Teaching, signal: AbortSignal) => Promise<void>): Promise<void> {
  await halt(run);
  begin(run, async (signal) => {
    const by = await part(
      () => import("./teachRun.ts"),
      (message) => ({ type: "lesson", is: "failed", message }),
    );
    if (by !== undefined) await act(by, signal);
    await tellStopped(run, send);
  });
}

async function engineRoom(
  run: WorkerRun,
  request: Of<"describeEngine" | "measureKernels" | "stopMeasuring">,
): Promise<void> {
  const room = await part(
    () => import("./engineRoom.ts"),
    (reason) => ({ type: "measuringEnded", reason }),
  );
  await room?.answerEngine(run, request, send);
}

/** Whatever has happened to the engine: with the last parameters known there is always an answer. */
async function predict(run: WorkerRun, { id, image }: Of<"predict">): Promise<void> {
  const { session, recipe, visiting } = run;
  const byReference = () => new Predictor(recipe).predict(shown(run).parameters, image);
  const byEngine = () =>
    session.engine.predict(image).catch((error) => {
      // A device that is lost is replaced: see onShow.ts.
      if (!run.watched?.survives(error)) end(run, error);
      return byReference();
    });
  if (visiting === undefined) await takeBack(run);
  const outputs = visiting === undefined ? await byEngine() : byReference();
  send({ type: "prediction", id, outputs: readable(recipe, outputs) });
}

async function save(run: WorkerRun): Promise<void> {
  await takeBack(run);
  const { session, recipe, settings } = run;
  const tensors = await session.parameters();
  const { step } = session.snapshot;
  const bytes = encodeWeights({ tensors, recipe, seed: settings.seed, step });
  const hash = await weightsSha256(trainedOf(session.network, tensors));
  send({ type: "saved", filename: `${recipe.name}-step${step}.safetensors`, bytes, step, weightsSha256: hash });
}
