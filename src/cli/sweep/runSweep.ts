/** Trains the runs of a sweep one after the other. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../../package.json";
import { CircledastError, DeviceError, DivergedError, SpecError } from "../../core/errors.ts";
import { checkFits, type DataSplits } from "../../data/dataset.ts";
import { compileTraining } from "../../plan/compile.ts";
import type { Storage } from "../../plan/halfStorage.ts";
import type { Judged } from "../../train/checkpoint.ts";
import { Course } from "../../train/course.ts";
import type { TrainEvent } from "../../train/events.ts";
import type { DeviceChoice } from "../../train/openRun.ts";
import { openFolder } from "../checkpointing.ts";
import { INTERRUPTED } from "../interrupt.ts";
import { openChosen } from "../openChosen.ts";
import { deviceName, note, showProgress } from "../printEvents.ts";
import { trainRun } from "../trainRun.ts";
import type { PlannedRun, Sweep } from "./readSweep.ts";
import { curveOf, type RunResult } from "./results.ts";
import { settingsWords } from "./settings.ts";

export interface SweepRunOptions {
  /** Where everything of the sweep is. */
  readonly folder: string;
  readonly data: DataSplits;
  readonly dataSha256: string;
  readonly device: DeviceChoice | undefined;
  readonly storage: Storage | undefined;
  /** Least seconds between two checkpoints. */
  readonly seconds: number | undefined;
}

/** @throws SpecError or DataError that names the first run which the data do not suit, before any is trained */
export function checkRuns({ file, runs }: Sweep, { train, test }: DataSplits): void {
  for (const { number, settings, recipe, seed, length } of runs) {
    try {
      const { network } = compileTraining(recipe, train);
      for (const set of [train, test]) checkFits(set, recipe.input, network.features);
      new Course(recipe, train, seed, length);
    } catch (cause) {
      if (!(cause instanceof CircledastError)) throw cause;
      throw new SpecError(`${file}: run ${number} (${settingsWords(settings)}): ${cause.message}`, { cause });
    }
  }
}

/**
 * Trains one run, from its checkpoint where it has been interrupted, to its end.
 *
 * @param of how many runs there are, for the progress
 * @returns undefined where it was interrupted
 * @throws DeviceError where the device is not there or lost for good: its checkpoint stays
 */
export async function trainOne(run: PlannedRun, of: number, options: SweepRunOptions): Promise<RunResult | undefined> {
  const { recipe, seed, length, settings, id } = run;
  const { data, dataSha256, device, storage, seconds } = options;
  const checkpoint = join(options.folder, "checkpoints", id);
  const folder = await openFolder({ checkpoint, resume: true, "checkpoint-keep": 2, "checkpoint-seconds": seconds });
  const losses: number[] = Array.from(folder?.from?.losses ?? []);
  const judgements: Judged[] = [...(folder?.from?.judgements ?? [])];
  const told = progress(`Run ${run.number} of ${of} (${settingsWords(settings)})`);
  let trainedOn = "";
  let last: Extract<TrainEvent, { event: "end" }> | undefined;
  const onEvent = (event: TrainEvent) => {
    if (event.event === "start") trainedOn = deviceName(event.device);
    if (event.event === "start" && event.reason !== undefined)
      note(`${event.reason} Training on ${trainedOn} instead.`);
    if (event.event === "step") losses.push(...event.losses);
    if (event.event === "end") last = event;
    if (event.event === "evaluate") {
      const { step, testLoss, testAccuracy } = event;
      // The last test of a run that was gone on with stands in its checkpoint already.
      if (judgements.at(-1)?.step !== step) judgements.push({ step, testLoss, testAccuracy });
    }
    told(event);
  };
  const resultOf = (ended: RunResult["ended"], reason?: string): RunResult => ({
    id,
    data: dataSha256,
    settings,
    ended,
    ...(reason === undefined ? {} : { reason }),
    device: trainedOn,
    version,
    steps: last?.steps ?? losses.length,
    seconds: last?.seconds ?? 0,
    ...(last && { testAccuracy: last.testAccuracy, testLoss: judgements.at(-1)!.testLoss }),
    ...(last && { weightsSha256: last.weightsSha256 }),
    judgements,
    curve: curveOf(losses),
  });
  try {
    const opened = await openChosen({ recipe, data, device, seed, length, storage });
    try {
      const keeper = await folder!.keeperOf(opened.session, data);
      if (folder!.from !== undefined) opened.session.resume(folder!.from);
      if ((await trainRun(opened, { onEvent, save: undefined, keeper })) === INTERRUPTED) return undefined;
      return resultOf("done");
    } finally {
      opened.session.destroy();
    }
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    return resultOf("diverged", error.message);
  } finally {
    await folder!.release();
  }
}

/** Whether nothing more can be trained; any other failure is one run's own. */
export function endsAll(error: unknown): boolean {
  return !(error instanceof CircledastError) || error instanceof DeviceError;
}

export function forgetCheckpoints(folder: string, { id }: PlannedRun): Promise<void> {
  return rm(join(folder, "checkpoints", id), { recursive: true, force: true });
}

/** Milliseconds between lines of progress where there is no terminal. */
const SELDOM = 30_000;

function progress(title: string): (event: TrainEvent) => void {
  let total = 0;
  let said = performance.now();
  return (event) => {
    if (event.event === "start") total = event.steps;
    if (event.event === "start" && !process.stderr.isTTY) process.stderr.write(`${title}\n`);
    if (event.event !== "step") return;
    const { step, loss } = event;
    const share = `${Math.floor((100 * step) / total)} %`;
    const line = `${title}: ${share}, step ${step} of ${total}, loss ${loss.toPrecision(3)}`;
    if (process.stderr.isTTY) return showProgress(line);
    if (performance.now() - said < SELDOM) return;
    said = performance.now();
    process.stderr.write(`${line}\n`);
  };
}
