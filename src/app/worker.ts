/** The page's worker: owns data, session and device, and speaks the protocol. */
import { DeviceLostError } from "../core/errors.ts";
import type { DataSplits } from "../data/dataset.ts";
import { fetchSplits } from "../data/mnist.ts";
import { pointsSplits } from "../data/toy.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import { presets } from "../model/presets.ts";
import type { Recipe } from "../model/recipe.ts";
import { trainAndJudge } from "../train/fit.ts";
import { openRun, type Run } from "../train/openRun.ts";
import { weightsSha256 } from "../train/parameters.ts";
import { Predictor } from "../train/predictor.ts";
import { encodeWeights } from "../train/weightsFile.ts";
import { evaluationMessage, readable } from "./evaluation.ts";
import type { Message, Request, RunSettings, WeightPicture } from "./protocol.ts";

/** Share of the time that may go into judging the test set between epochs. */
const JUDGE_SHARE = 0.15;

interface Opened extends Run {
  readonly settings: RunSettings;
  readonly recipe: Recipe;
  readonly data: DataSplits;
  /** Stops the training under way; absent while there is none. */
  stop?: AbortController;
  /** Resolves when no training is under way. */
  idle: Promise<void>;
}

let opened: Opened | undefined;
const loaded = new Map<string, Promise<DataSplits>>();

function send(message: Message): void {
  postMessage(message);
}

/** Data are fetched once, whatever is opened; a failed attempt is not remembered. */
function loadData(recipe: Recipe): Promise<DataSplits> {
  const name = recipe.input.join() === "2,1,1" ? "points" : "mnist";
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const data =
    name === "points"
      ? Promise.resolve(pointsSplits())
      : fetchSplits(new URL("data/mnist/", self.location.origin + pageFolder()).href, (progress) =>
          send({ type: "loading", ...progress }),
        );
  loaded.set(name, data);
  data.catch(() => loaded.delete(name));
  return data;
}

/** The folder that the page was served from; the worker itself may lie in a folder of assets. */
function pageFolder(): string {
  return import.meta.env.BASE_URL === "./" ? new URL("../", self.location.href).pathname : import.meta.env.BASE_URL;
}

async function open(settings: RunSettings): Promise<void> {
  await close();
  const preset = presets[settings.preset];
  const recipe = { ...preset, batch: settings.batch };
  const data = await loadData(recipe);
  const { seed, epochs, steps, device } = settings;
  const length = steps === undefined ? { epochs } : { steps };
  const run = await openRun({ recipe, data, seed, length, device, gpu: navigator.gpu });
  opened = { ...run, settings, recipe, data, idle: Promise.resolve() };
  const { session, reason } = run;
  send({
    type: "ready",
    device: session.engine.device,
    ...(reason === undefined ? {} : { reason }),
    settings,
    parameters: session.network.layers.reduce((sum, layer) => sum + layer.parameters, 0),
    stepsPerEpoch: session.stepsPerEpoch,
    steps: session.totalSteps,
    input: recipe.input,
    classes: Math.max(session.network.features, 2),
    weights: pictures(session.knownParameters()),
  });
}

async function close(): Promise<void> {
  const previous = opened;
  opened = undefined;
  previous?.stop?.abort();
  await previous?.idle;
  previous?.session.engine.destroy();
}

/** The first weights: they look at the picture itself. */
function pictures(tensors: readonly NamedTensor[]): WeightPicture[] {
  return tensors
    .filter(({ shape }) => shape.length > 1)
    .slice(0, 1)
    .map(({ name, shape, data }) => ({ name, shape, data }));
}

async function train(run: Opened): Promise<void> {
  const { session, recipe, data } = run;
  const stop = new AbortController();
  run.stop = stop;
  let shown = session.snapshot;
  try {
    await trainAndJudge({
      session,
      signal: stop.signal,
      judgeShare: JUDGE_SHARE,
      reportSeconds: 0.1,
      onEvent: (event) => {
        if (event.event !== "step") return;
        const { step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond } = event;
        send({ type: "step", step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond });
        if (session.snapshot !== shown) {
          shown = session.snapshot;
          send({ type: "weights", step: shown.step, weights: pictures(session.knownParameters()) });
        }
      },
      onJudgement: (judgement, step) => send(evaluationMessage(recipe, data, judgement, step)),
    });
    const tensors = await session.parameters();
    send({ type: "weights", step: session.step, weights: pictures(tensors) });
    const finished = session.step >= session.totalSteps;
    send({ type: "stopped", step: session.step, finished, weightsSha256: await weightsSha256(tensors) });
  } finally {
    delete run.stop;
  }
}

async function predict({ session, recipe }: Opened, id: number, image: Float32Array): Promise<void> {
  let outputs: readonly number[];
  try {
    outputs = await session.engine.predict(image);
  } catch (error) {
    if (!(error instanceof DeviceLostError)) throw error;
    outputs = new Predictor(recipe).predict(session.snapshot.parameters, image);
  }
  send({ type: "prediction", id, outputs: readable(recipe, outputs) });
}

async function save({ session, recipe, settings }: Opened): Promise<void> {
  const tensors = await session.parameters();
  const { step } = session.snapshot;
  const bytes = encodeWeights({ tensors, recipe, seed: settings.seed, step });
  send({ type: "saved", filename: `${recipe.name}-step${step}.safetensors`, bytes });
}

function fail(error: unknown): void {
  if (error instanceof DeviceLostError && opened !== undefined) {
    send({ type: "deviceLost", step: opened.session.snapshot.step, message: error.reason });
  } else send({ type: "failed", message: error instanceof Error ? error.message : String(error) });
}

/** Opening and closing wait for each other; everything else is answered at once. */
let opening: Promise<void> = Promise.resolve();

addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
  if (request.type === "open") {
    opening = opening.then(() => open(request.settings)).catch(fail);
    return;
  }
  void opening
    .then(async () => {
      const run = opened;
      if (run === undefined) return;
      switch (request.type) {
        case "train":
          if (run.stop === undefined) {
            const training = train(run).catch(fail);
            run.idle = training;
            await training;
          }
          break;
        case "pause":
          run.stop?.abort();
          break;
        case "predict":
          await predict(run, request.id, request.image);
          break;
        case "save":
          await save(run);
          break;
        case "loseDevice":
          run.loseDevice?.();
      }
    })
    .catch(fail);
});
