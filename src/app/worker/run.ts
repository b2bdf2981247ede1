/** A run in the worker: opened, brought back, put away. */

import type { DataSplits } from "../../data/dataset.ts";
import type { OpenDevice } from "../../gpu/device.ts";
import type { NamedTensor } from "../../io/safetensors.ts";
import { parameterCount } from "../../layers/network.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { Snapshot } from "../../plan/engine.ts";
import type { Keeper } from "../../train/keeper.ts";
import { openRun, type Run } from "../../train/openRun.ts";
import { trainedOf, weightsSha256 } from "../../train/parameters.ts";
import type { Found } from "../../tune/tuneNetwork.ts";
import type { Evaluation, Message, Request, Tuned, WeightPicture } from "../protocol.ts";
import { type RunSettings, recipeOf } from "../settings.ts";
import { loadData } from "./data.ts";
import type { Place } from "./keeping.ts";
import type { Watched } from "./recovering.ts";
import { Sight } from "./sight.ts";
import { Snapshots } from "./snapshots.ts";

export interface WorkerRun extends Run {
  readonly settings: RunSettings;
  readonly recipe: Recipe;
  readonly data: DataSplits;
  readonly sight: Sight;
  readonly history: Snapshots;
  /** What it was opened with. */
  readonly opening: Opening;
  /** The step whose network is on show, where it is not the present one. */
  visiting?: number | undefined;
  /** The network before the latest of the steps that are taken one by one. */
  before?: { readonly step: number; readonly parameters: Float32Array };
  /** Stops the training under way; absent while there is none. */
  stop?: AbortController;
  /** Changes how many steps a second the training under way takes. */
  setPace?: (stepsPerSecond: number) => void;
  /**
   * Whose network is judged, where that is what is under way: it stops where training is wanted. While it is the visited one's the engine has
   * that one's parameters.
   */
  judging?: "own" | "visited" | undefined;
  /** Resolves when no training is under way. */
  idle: Promise<void>;
  /** The latest test. */
  evaluation?: Evaluation;
  /** Before it was last taught by hand: what it was, and its test. */
  untaught?: { readonly snapshot: Snapshot; readonly evaluation: Evaluation };
  /** Where it trains with kernels that were timed. */
  readonly tuned?: Tuned | undefined;
  /** Where it is kept, and what keeps it there; absent until it trains. */
  place?: Place;
  /** What is other than when that was kept which it went on from, in sentences. */
  readonly changes?: readonly string[] | undefined;
  keeper?: Keeper | undefined;
  /** What brings it back when its device is lost; there since it is on show. */
  watched?: Watched;
  /** What ended it for good; absent while it can train. */
  failure?: unknown;
}

export type Opening = Extract<Request, { type: "open" }>;

/**
 * @param found kernels that have been timed; without, where timed ones are asked for, those of an earlier visit, or else those predicted
 * @throws as openRun does; SpecError where the weights are of another network
 */
export async function openWorkerRun(
  opening: Opening,
  send: (message: Message) => void,
  found?: Found,
): Promise<WorkerRun> {
  const { settings, weights, kept } = opening;
  const { seed, epochs, steps, device } = settings;
  const recipe = recipeOf(settings);
  const data = await loadData(recipe, settings.data === "own", (progress) => send({ type: "loading", ...progress }));
  const length = steps === undefined ? { epochs } : { steps };
  let tuned: Tuned | undefined;
  const fix = async (open: OpenDevice) => {
    const { foundBefore, toldOf } = await import("./tuning.ts");
    const known = found ?? (await foundBefore(open, { recipe, data }));
    tuned = known && toldOf(known);
    return known?.tuning.kernels;
  };
  const timed = settings.kernels === "tuned" ? { fix } : {};
  const run = await openRun({ recipe, data, seed, length, device, gpu: navigator.gpu, ...timed });
  if (weights !== undefined) load(run, ({ session }) => session.load(weights));
  const keeping = kept === undefined ? undefined : await import("./keeping.ts").catch(orDestroy(run));
  const place = await keeping?.takeKept(kept!, { recipe, data }).catch(orDestroy(run));
  if (place !== undefined) load(run, ({ session }) => session.resume(place.from));
  const changes = place && (await keeping!.changesIn({ session: run.session, tuned }, place.from));
  const sight = new Sight(recipe, data);
  const history = new Snapshots(run.session.network.flat);
  return {
    ...run,
    ...(place && { place, changes }),
    settings,
    opening,
    recipe,
    data,
    sight,
    history,
    tuned,
    idle: Promise.resolve(),
  };
}

/** What it began with is not to be had: nothing of it stays. */
function orDestroy({ session }: Run): (error: unknown) => never {
  return (error) => {
    session.engine.destroy();
    throw error;
  };
}

function load(run: Run, into: (run: Run) => void): void {
  try {
    into(run);
  } catch (error) {
    orDestroy(run)(error);
  }
}

/** Ends it for good: its device is given back, and where it is kept another tab may go on with it. */
export function dispose({ session, place }: WorkerRun): void {
  session.engine.destroy();
  place?.folder.release();
}

/** How far a run that is gone on with had come. */
export function resumedMessage({ session, place, changes = [] }: WorkerRun): Message | undefined {
  if (place?.from === undefined) return undefined;
  const { step, losses, judgements } = place.from;
  return { type: "resumed", step, finished: step >= session.totalSteps, losses, tests: judgements, changes };
}

export function readyMessage({ session, reason, tuned, settings, recipe, data }: WorkerRun): Message {
  return {
    type: "ready",
    device: session.engine.device,
    ...(reason === undefined ? {} : { reason }),
    ...(tuned === undefined ? {} : { tuned }),
    settings,
    parameters: parameterCount(session.network),
    stepsPerEpoch: session.stepsPerEpoch,
    steps: session.totalSteps,
    input: recipe.input,
    classes: Math.max(session.network.features, 2),
    tests: data.test.count,
    weights: pictures(session.knownParameters()),
  };
}

/** Where it stands while nothing is under way. */
export async function standing({ session }: WorkerRun) {
  const tensors = await session.parameters();
  return {
    // Of a device that is gone the last steps may not be known.
    step: session.snapshot.step,
    finished: session.step >= session.totalSteps,
    weightsSha256: await weightsSha256(trainedOf(session.network, tensors)),
    weights: pictures(tensors),
  };
}

/** The parameters on show, and the step that they are of. */
export function shown({ session, history, visiting }: Pick<WorkerRun, "session" | "history" | "visiting">) {
  const visited = visiting === undefined ? undefined : history.at(visiting);
  return visited ?? { step: session.snapshot.step, parameters: session.judgedParameters };
}

/** Ends the training under way, if there is one. */
export async function halt(run: WorkerRun): Promise<void> {
  run.stop?.abort();
  await run.idle;
}

/** Gives its engine its own parameters back, where it judges others. */
export async function takeBack(run: WorkerRun): Promise<void> {
  if (run.judging === "visited") await halt(run);
}

/** The first weights: they look at the picture itself. */
export function pictures(tensors: readonly NamedTensor[]): WeightPicture[] {
  return tensors
    .filter(({ shape }) => shape.length > 1)
    .slice(0, 1)
    .map(({ name, shape, data }) => ({ name, shape, data }));
}
