/** The page's worker: owns data, sessions and devices, and speaks the protocol. */
import { trainedOf, weightsSha256 } from "../../train/parameters.ts";
import { Predictor } from "../../train/predictor.ts";
import { encodeWeights } from "../../train/weightsFile.ts";
import type { Found } from "../../tune/tuneNetwork.ts";
import type { Message, Request, RunSettings } from "../protocol.ts";
import { recipeOf } from "../settings.ts";
import { loadData } from "./data.ts";
import { failureMessage, messageOf } from "./failure.ts";
import { previewMessage } from "./preview.ts";
import { findRate, stopFinding } from "./rates.ts";
import { readable } from "./readable.ts";
import { readWeights } from "./readWeights.ts";
import { halt, type Opening, openWorkerRun, readyMessage, shown, standing, type WorkerRun } from "./run.ts";
import { fitForCommand, tellHistory, tellSight, tellStopped, trainForPage, walkForPage } from "./training.ts";
import { timeBeside, toldOf } from "./tuning.ts";

let opened: WorkerRun | undefined;
/** The last run that had learned something before another was opened: kept whole, so that nothing of it is lost. */
let aside: WorkerRun | undefined;

function send(message: Message): void {
  postMessage(message);
}

async function open(request: Opening, found?: Found): Promise<WorkerRun> {
  await putAside();
  const run = await openWorkerRun(request, send, found);
  opened = run;
  run.session.engine.onFailure((error) => end(run, error));
  send(readyMessage(run));
  tellHistory(run, send);
  return run;
}

/** Times kernels while the run is there already. Where it has not begun when they are found, it begins with them; else the next one does. */
async function timeKernels(run: WorkerRun, signal: AbortSignal): Promise<void> {
  try {
    const found = await timeBeside(run, send, signal);
    send({ type: "tuned", tuned: toldOf(found) });
    opening = opening.then(async () => {
      const hasBegun = run.session.step > 0 || run.stop !== undefined || run.failure !== undefined;
      if (run === opened && !hasBegun) await open(run.opening, found);
    });
  } catch (error) {
    // Whoever ended it wants something else.
    if (!signal.aborted) send({ type: "tuned", failure: messageOf(error) });
  }
}

async function putAside(): Promise<void> {
  const previous = opened;
  opened = undefined;
  if (previous === undefined) return;
  await halt(previous);
  if (previous.session.step === 0) return previous.session.engine.destroy();
  aside?.session.engine.destroy();
  aside = previous;
}

async function restore(): Promise<void> {
  if (aside === undefined) return;
  const [current, back] = [opened, aside];
  [opened, aside] = [undefined, undefined];
  if (current !== undefined) await halt(current);
  current?.session.engine.destroy();
  opened = back;
  send({ type: "restored", ...(await standing(back)) });
  if (back.failure !== undefined) send(failureMessage(back.failure, back.session.snapshot.step));
}

/** Notes what has ended a run, and tells of the first such thing, where the run is the one on show. */
function end(run: WorkerRun, error: unknown): void {
  if (run.failure !== undefined) return;
  run.failure = error;
  if (run === opened) send(failureMessage(error, run.session.snapshot.step));
}

function begin(run: WorkerRun, work: (signal: AbortSignal) => Promise<void>): void {
  if (run.stop !== undefined || run.failure !== undefined) return;
  const stop = new AbortController();
  run.stop = stop;
  run.idle = work(stop.signal)
    .catch((error) => end(run, error))
    .finally(() => {
      delete run.stop;
    });
}

/** Whatever has happened to the engine: with the last parameters known there is always an answer. */
async function predict(run: WorkerRun, id: number, image: Float32Array): Promise<void> {
  const { session, recipe, visiting } = run;
  const byReference = () => new Predictor(recipe).predict(shown(run).parameters, image);
  const byEngine = () =>
    session.engine.predict(image).catch((error) => {
      end(run, error);
      return byReference();
    });
  const outputs = visiting === undefined ? await byEngine() : byReference();
  send({ type: "prediction", id, outputs: readable(recipe, outputs) });
}

async function save({ session, recipe, settings }: WorkerRun): Promise<void> {
  const tensors = await session.parameters();
  const { step } = session.snapshot;
  const bytes = encodeWeights({ tensors, recipe, seed: settings.seed, step });
  const hash = await weightsSha256(trainedOf(session.network, tensors));
  send({ type: "saved", filename: `${recipe.name}-step${step}.safetensors`, bytes, step, weightsSha256: hash });
}

async function answer(run: WorkerRun, request: Request): Promise<void> {
  switch (request.type) {
    case "train":
      begin(run, async (signal) => {
        await trainForPage(run, signal, send);
        await tellStopped(run, send);
      });
      break;
    case "step":
    case "walk":
      begin(run, async (signal) => {
        await walkForPage(run, request.type === "walk" ? request.stepsPerSecond : undefined, signal, send);
        await tellStopped(run, send);
      });
      break;
    case "visit":
      run.visiting = request.step;
      tellSight(run, false, send);
      break;
    case "fit":
      begin(run, (signal) => fitForCommand(run, signal, send));
      break;
    case "teach":
    case "unteach":
      await halt(run);
      begin(run, async (signal) => {
        const { teachRun, unteachRun } = await import("./teachRun.ts");
        await (request.type === "teach" ? teachRun(run, request.lessons, signal, send) : unteachRun(run, send));
        await tellStopped(run, send);
      });
      break;
    case "pause":
      run.stop?.abort();
      break;
    case "predict":
      await predict(run, request.id, request.image);
      break;
    case "look":
      run.sight.subject = request.subject;
      tellSight(run, false, send);
      break;
    case "openNumber": {
      const told = run.sight.open(request.id, request.tensor, request.place);
      if (told !== undefined) send(told);
      break;
    }
    case "findRate":
      await findRate(run, send);
      break;
    case "stopFinding":
      stopFinding();
      break;
    case "save":
      await save(run);
      break;
    case "loseDevice":
      run.loseDevice?.();
      break;
    case "describeEngine":
    case "measureKernels":
    case "stopMeasuring":
      await (await import("./engineRoom.ts")).answerEngine(run, request, send);
  }
}

/** Pictures for someone who is still choosing: where there are none, there is nothing to see. */
async function preview(id: number, settings: RunSettings): Promise<void> {
  const recipe = recipeOf(settings);
  const data = await loadData(recipe, settings.data === "own", () => {}).catch(() => undefined);
  if (data !== undefined) send(previewMessage(id, recipe, settings.seed, data));
}

/** Opening and restoring wait for each other, and everything else for them. */
let opening: Promise<void> = Promise.resolve();
/** Ends the timing of kernels for a run that is not wanted any more. */
let superseded = new AbortController();
let timing: Promise<void> = Promise.resolve();

addEventListener("message", async ({ data: request }: MessageEvent<Request>) => {
  const fail = (error: unknown) => send(failureMessage(error));
  // What was sought is for the recipe that goes.
  if (request.type === "open" || request.type === "restore") stopFinding();
  if (request.type === "open") {
    superseded.abort();
    superseded = new AbortController();
    const { signal } = superseded;
    opening = opening
      .then(() => open(request))
      .then((run) => {
        const isTimed = request.settings.kernels === "tuned" && run.session.engine.device.kind === "gpu";
        if (isTimed && run.tuned === undefined && !signal.aborted) timing = timeKernels(run, signal);
      })
      .catch((error) => {
        // The newer run answers.
        if (!signal.aborted) fail(error);
      });
  } else if (request.type === "preview") {
    void preview(request.id, request.settings);
  } else if (request.type === "readData" || request.type === "stopReading") {
    const { readData, stopReading } = await import("./ownData.ts");
    if (request.type === "readData") await readData(request, send);
    else stopReading();
  } else if (request.type === "readWeights") {
    void opening.then(() => send(readWeights(request, opened?.session.network))).catch(fail);
  } else if (request.type === "restore") {
    superseded.abort();
    opening = opening.then(restore).catch(fail);
  } else {
    // A command trains with the kernels that it asked for; a person may begin with others.
    const ready = request.type === "fit" ? opening.then(() => timing).then(() => opening) : opening;
    void ready.then(() => opened && answer(opened, request)).catch(fail);
  }
});
