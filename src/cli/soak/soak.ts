/** Trains for as long as is asked, as `train --checkpoint` does, and looks at itself meanwhile; devices are lost on the way, where that is wanted. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpecError } from "../../core/errors.ts";
import type { DataSplits } from "../../data/dataset.ts";
import type { Recipe } from "../../model/recipe.ts";
import { dataSha256 } from "../../train/checkpoint.ts";
import { Checkpoints, newestCheckpoint } from "../../train/checkpoints.ts";
import type { EndEvent, TrainEvent } from "../../train/events.ts";
import { fit } from "../../train/fit.ts";
import { Keeper } from "../../train/keeper.ts";
import { openRun } from "../../train/openRun.ts";
import { Recovery } from "../../train/recovery.ts";
import { dawn } from "../dawn.ts";
import { folderStore } from "../folderStore.ts";
import { loadChosen } from "../openChosen.ts";
import { LossMoments } from "./lossMoments.ts";
import { type Sample, Samples, type Verdicts, verdictsOn } from "./samples.ts";
import { WatchedGpu } from "./watchedGpu.ts";

/** No run comes to its end: schedules that stretch over it stand still. */
const LENGTH = { steps: 2 ** 40 };
const SEED = 1;
/** Share of the time in which the test set is judged between epochs: what the page takes. */
const JUDGE_SHARE = 0.15;
const SAMPLES = 60;

export interface SoakOptions {
  readonly recipe: Recipe;
  /** How many samples there are to learn from; default: all. Judged are a quarter as many. */
  readonly samples?: number;
  /** How long; with `losses`, how long it may be expected to be: a sixtieth of it lies between two samples. */
  readonly minutes: number;
  /** How many devices to lose: then the run is over when all have been, and another one without any is compared with it. */
  readonly losses?: number;
  /** Least seconds between two checkpoints. */
  readonly checkpointSeconds?: number;
  readonly onSample?: (sample: Sample) => void;
}

function first(data: DataSplits, count: number): DataSplits {
  const cut = (set: DataSplits["train"], most: number) => {
    const kept = Math.min(set.count, most);
    const size = set.shape[0] * set.shape[1] * set.shape[2];
    return { ...set, count: kept, images: set.images.slice(0, kept * size), labels: set.labels.slice(0, kept) };
  };
  return { train: cut(data.train, count), test: cut(data.test, Math.ceil(count / 4)) };
}

/** What a run came to: its end, every loss of it by SHA-256. */
interface Outcome {
  readonly end: EndEvent;
  readonly lossesSha256: string;
}

interface Watched extends Outcome {
  readonly adapter: string;
  readonly checkpoints: number;
  readonly lossesBy: Readonly<Record<string, number>>;
  readonly left: WatchedGpu["live"];
}

interface Watch {
  readonly gpu: WatchedGpu;
  readonly samples?: Samples;
  readonly moments?: LossMoments;
  readonly stop?: AbortController;
  /** Where it ends, in steps. */
  readonly until?: number;
}

/** Trains until it is stopped or, without anything to stop it, until a step. */
async function train(recipe: Recipe, data: DataSplits, checkpointSeconds: number, watch: Watch): Promise<Watched> {
  const { gpu, samples, moments, stop = new AbortController(), until } = watch;
  const folder = await mkdtemp(join(tmpdir(), "circledast-soak-"));
  try {
    const { session, spare } = await openRun({ recipe, data, seed: SEED, length: LENGTH, device: "gpu", gpu });
    let written = 0;
    const store = folderStore(folder);
    const checkpoints = new Checkpoints({ store, seconds: checkpointSeconds, onKept: () => written++ });
    const keeper = new Keeper({ session, checkpoints, data: await dataSha256(data) });
    const losses: number[] = [];
    const onEvent = (event: TrainEvent) => {
      keeper.onEvent(event);
      samples?.onEvent(event);
      if (event.event !== "step") return;
      losses.push(...event.losses);
      moments?.progress();
    };
    const recovery = new Recovery({ session, spare, onEvent });
    const end = await fit({
      session,
      onEvent,
      signal: stop.signal,
      judgeShare: JUDGE_SHARE,
      reportSeconds: 0,
      recover: (lost) => recovery.recover(lost),
      onSnapshot: (snapshot) => keeper.onSnapshot(snapshot),
      ...(until !== undefined && { mark: { step: until, onMark: async () => stop.abort() } }),
    });
    await keeper.close();
    const kept = await newestCheckpoint(store);
    if (kept.checkpoint?.step !== end.steps || kept.unusable.length > 0) {
      throw new SpecError(
        `soak: the newest checkpoint is of step ${kept.checkpoint?.step}; one of step ${end.steps} was expected.`,
      );
    }
    const adapter = session.engine.device.description;
    session.engine.destroy();
    const bytes = Float64Array.from(losses.slice(0, end.steps));
    const lossesSha256 = createHash("sha256").update(new Uint8Array(bytes.buffer)).digest("hex");
    return { end, lossesSha256, adapter, checkpoints: written, lossesBy: { ...moments?.counts }, left: gpu.live };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether devices that were lost changed anything. */
export interface Compared {
  readonly lost: number;
  /** By the moment at which they were lost. */
  readonly moments: Readonly<Record<string, number>>;
  /** Steps that were done again, and how many of those came to something else. */
  readonly repeated: number;
  readonly different: number;
  readonly weightsSha256: string;
  /** Of the same run without any. */
  readonly withoutSha256: string;
  readonly lossesAreEqual: boolean;
}

export interface Soaked {
  readonly adapter: string;
  /** The recipe's name. */
  readonly preset: string;
  readonly batch: number;
  readonly samples: readonly Sample[];
  readonly minutes: number;
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly checkpoints: number;
  /** Slope and rise of each figure over the second half of the samples. */
  readonly growth: Verdicts;
  /** What the device still held when the run was over. */
  readonly left: WatchedGpu["live"];
  readonly losses?: Compared;
  /** What is not as it should be, in words; empty where all is well. */
  readonly faults: readonly string[];
}

export async function soak(options: SoakOptions): Promise<Soaked> {
  const { recipe, minutes, losses, onSample, checkpointSeconds = 10 } = options;
  const all = await loadChosen(undefined, recipe);
  const data = options.samples === undefined ? all : first(all, options.samples);
  const stop = new AbortController();
  let moments: LossMoments | undefined;
  const gpu = new WatchedGpu(dawn, (asked, label) => moments?.asked(asked, label));
  if (losses !== undefined) moments = new LossMoments(SEED, losses, () => gpu.lose());
  const samples = new Samples(gpu);
  const take = () => {
    samples.take();
    onSample?.(samples.all[samples.all.length - 1]);
    if (moments?.isOver) stop.abort();
  };
  const timer = setInterval(take, (minutes * 60_000) / SAMPLES);
  const deadline = losses === undefined ? setTimeout(() => stop.abort(), minutes * 60_000) : undefined;
  let ran: Watched;
  try {
    ran = await train(recipe, data, checkpointSeconds, {
      ...{ gpu, samples, stop },
      ...(moments && { moments }),
    });
  } finally {
    clearInterval(timer);
    clearTimeout(deadline);
    moments?.end();
  }
  const { end, left } = ran;
  const growth = verdictsOn(samples.all);
  const faults = Object.entries(growth).flatMap(([name, { grows }]) => (grows ? [`${name} grows`] : []));
  if (left.devices > 0) faults.push(`${left.devices} devices with ${left.buffers} buffers are left`);
  let compared: Compared | undefined;
  if (losses !== undefined) {
    const without = await train(recipe, data, checkpointSeconds, { gpu: new WatchedGpu(dawn), until: end.steps });
    compared = {
      ...{ lost: moments!.total, moments: ran.lossesBy },
      ...{ repeated: end.repeated?.steps ?? 0, different: end.repeated?.different ?? 0 },
      ...{ weightsSha256: end.weightsSha256, withoutSha256: without.end.weightsSha256 },
      lossesAreEqual: without.lossesSha256 === ran.lossesSha256,
    };
    if (compared.weightsSha256 !== compared.withoutSha256) faults.push("the weights are others than without losses");
    if (!compared.lossesAreEqual) faults.push("losses of steps are others than without losses");
    if (compared.different > 0) faults.push(`${compared.different} steps came to something else when done again`);
  }
  return {
    ...{ adapter: ran.adapter, preset: recipe.name, batch: recipe.batch, samples: samples.all },
    minutes: samples.all[samples.all.length - 1].seconds / 60,
    steps: end.steps,
    stepsPerEpoch: Math.floor(data.train.count / recipe.batch),
    ...{ checkpoints: ran.checkpoints, growth, left },
    ...(compared && { losses: compared }),
    faults,
  };
}
