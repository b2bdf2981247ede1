/** How fast a network trains on a device: the session of every training run, for a number of rounds. */
import { median, type Spread, spreadOf } from "../../core/statistics.ts";
import type { DataSplits } from "../../data/dataset.ts";
import { openDevice } from "../../gpu/device.ts";
import { GpuEngine } from "../../gpu/engine.ts";
import type { Recipe } from "../../model/recipe.ts";
import { compileTraining } from "../../plan/compile.ts";
import type { Engine } from "../../plan/engine.ts";
import { plannedBytes } from "../../plan/reuse.ts";
import type { RunOptions } from "../../train/openRun.ts";
import { ReferenceEngine } from "../../train/referenceEngine.ts";
import { Session } from "../../train/session.ts";
import { dawn } from "../dawn.ts";
import { threadCpuMs } from "./threadCpu.ts";

export interface TrainingFigures {
  readonly adapter: string;
  readonly preset: string;
  readonly batch: number;
  /** Of the rounds. */
  readonly msPerStep: Spread;
  /** At the median. */
  readonly imagesPerSecond: number;
  /** Those of the plan; 0 on the CPU. */
  readonly dispatchesPerStep: number;
  /** All that there were in the rounds, copies of the state among them; 0 on the CPU. */
  readonly submitsPerStep: number;
  /** From asking for the adapter to the result of the first step. */
  readonly firstStepMs: number;
  /** Time that passes while the host encodes and submits, the median of the rounds; absent on the CPU. */
  readonly hostMicrosecondsPerStep?: number;
  /** Time that encoding a step takes by itself, with nothing submitted and the device idle; absent on the CPU. */
  readonly encodeMicrosecondsPerStep?: number;
  /** Processor time of the host's thread in the rounds, whatever it is for; absent on the CPU, and where the system does not tell it. */
  readonly hostCpuMicrosecondsPerStep?: number;
  /** Memory that the plan of a step takes on the device, data set included; absent on the CPU. */
  readonly plannedBytes?: number;
}

export interface TrainingBench extends Pick<RunOptions, "kernels" | "storage" | "fix"> {
  readonly recipe: Recipe;
  readonly data: DataSplits;
  readonly device: "gpu" | "cpu";
  readonly rounds: number;
  /** Of a round. A slice that is under way is finished, so that there is at least one. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
  /** Called after each round with the number of rounds done. */
  readonly onRound?: (done: number) => void;
}

/** Steps that are encoded at once, about as many as go in a submit, and how often: the median counts. */
const ENCODED = { steps: 16, times: 101 };

/** An engine, and what of its work can be seen from outside. */
interface Watched {
  readonly engine: Engine;
  /** Submits so far. */
  readonly submits: () => number;
  readonly dispatchesPerStep: number;
  readonly plannedBytes?: number;
  /** Encodes steps that are not done. */
  readonly rehearse?: (steps: number) => void;
}

async function openGpu({ recipe, data, kernels, storage, fix }: TrainingBench): Promise<Watched> {
  const open = await openDevice(dawn);
  try {
    const engine = await GpuEngine.create({
      open,
      recipe,
      data,
      ...(kernels && { kernels }),
      storage,
      fixed: await fix?.(open),
    });
    return {
      engine,
      submits: countSubmits(open.device.queue),
      dispatchesPerStep: engine.plan.dispatches.length,
      plannedBytes: plannedBytes(engine.plan),
      rehearse: (steps) => engine.rehearse(steps),
    };
  } catch (error) {
    open.device.destroy();
    throw error;
  }
}

function countSubmits(queue: GPUQueue): () => number {
  const submit = queue.submit.bind(queue);
  let submits = 0;
  queue.submit = (commands) => {
    submits++;
    submit(commands);
  };
  return () => submits;
}

/** Adds up the milliseconds that calls of `steps` keep the host before they return: what comes later is waiting. */
function clockHost(engine: Engine): () => number {
  const steps = engine.steps.bind(engine);
  let ms = 0;
  engine.steps = (rows) => {
    const begun = performance.now();
    const results = steps(rows);
    ms += performance.now() - begun;
    return results;
  };
  return () => ms;
}

/** Milliseconds for a step. */
function clockEncoding(rehearse: (steps: number) => void): number {
  const times = Array.from({ length: ENCODED.times }, () => {
    const begun = performance.now();
    rehearse(ENCODED.steps);
    return performance.now() - begun;
  });
  return median(times) / ENCODED.steps;
}

/**
 * Trains: a step by itself, a round to warm up, and then the rounds that count. Within a round steps follow each other as in any training;
 * the last ones of a round are waited for.
 *
 * @returns undefined where the signal came before the end
 * @throws SpecError or ShapeError where the recipe cannot be built or is too large; DeviceError where there is no adapter
 */
export async function measureTraining(bench: TrainingBench): Promise<TrainingFigures | undefined> {
  const { recipe, data, device, rounds, seconds, signal, onRound } = bench;
  const program = compileTraining(recipe, data.train);
  const begun = performance.now();
  const watched: Watched =
    device === "gpu"
      ? await openGpu(bench)
      : { engine: new ReferenceEngine(recipe, data), submits: () => 0, dispatchesPerStep: 0 };
  const { engine, submits } = watched;
  try {
    const session = new Session(engine, recipe, program, data, 1, { steps: Number.MAX_SAFE_INTEGER });
    await session.train({ until: 1 });
    const firstStepMs = performance.now() - begun;
    const host = clockHost(engine);
    const round = async () => {
      const before = {
        step: session.step,
        submits: submits(),
        host: host(),
        time: performance.now(),
        cpu: threadCpuMs(),
      };
      const ends = [AbortSignal.timeout(1000 * seconds), ...(signal === undefined ? [] : [signal])];
      await session.train({ until: session.totalSteps, signal: AbortSignal.any(ends) });
      const steps = session.step - before.step;
      return {
        steps,
        ms: (performance.now() - before.time) / steps,
        hostMs: (host() - before.host) / steps,
        cpuMs: before.cpu === undefined ? undefined : (threadCpuMs()! - before.cpu) / steps,
        submits: submits() - before.submits,
      };
    };
    await round();
    const done: Awaited<ReturnType<typeof round>>[] = [];
    while (done.length < rounds && !signal?.aborted) {
      done.push(await round());
      onRound?.(done.length);
    }
    if (signal?.aborted) return undefined;
    const msPerStep = spreadOf(done.map(({ ms }) => ms));
    const hostCpu = done.flatMap(({ cpuMs }) => cpuMs ?? []);
    const total = (what: "steps" | "submits") => done.reduce((sum, one) => sum + one[what], 0);
    return {
      adapter: engine.device.description,
      preset: recipe.name,
      batch: recipe.batch,
      msPerStep,
      imagesPerSecond: (1000 * recipe.batch) / msPerStep.median,
      dispatchesPerStep: watched.dispatchesPerStep,
      submitsPerStep: total("submits") / total("steps"),
      firstStepMs,
      ...(watched.rehearse === undefined
        ? {}
        : {
            encodeMicrosecondsPerStep: 1000 * clockEncoding(watched.rehearse),
            hostMicrosecondsPerStep: 1000 * median(done.map(({ hostMs }) => hostMs)),
            ...(hostCpu.length === 0 ? {} : { hostCpuMicrosecondsPerStep: 1000 * median(hostCpu) }),
            plannedBytes: watched.plannedBytes!,
          }),
    };
  } finally {
    engine.destroy();
  }
}
