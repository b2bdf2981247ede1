/** How long each dispatch of a training step takes, and whether it did its work. */
import type { DeviceTraits } from "../core/device.ts";
import { CircledastError } from "../core/errors.ts";
import { formatShape } from "../core/shape.ts";
import type { OpenDevice } from "../gpu/device.ts";
import { Executor } from "../gpu/executor.ts";
import { measurePeak, type Peak } from "../gpu/peak.ts";
import { PipelineCache } from "../gpu/pipelines.ts";
import { accepted, checkLimits } from "../gpu/refusal.ts";
import { timeDispatches } from "../gpu/timing.ts";
import { initializeParameters } from "../layers/initialize.ts";
import { arraysOf } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import { optimizerOf } from "../optimizers/index.ts";
import { inputsOf, outputsOf } from "../plan/boundary.ts";
import type { KernelChoice } from "../plan/chooseKernels.ts";
import { type Compiled, RING } from "../plan/compile.ts";
import { readBefore } from "../plan/engine.ts";
import { predictDispatch } from "../plan/explain.ts";
import { checkStorage, type Storage } from "../plan/halfStorage.ts";
import { type Dispatch, dispatchName, type Plan, planProgram } from "../plan/plan.ts";
import type { Profile } from "../plan/profile.ts";
import { profileFor } from "../plan/profiles.ts";
import { trainingFor } from "../plan/splitStatistics.ts";
import { spoiled, valuesOf } from "../verify/checkDispatch.ts";
import { plausible } from "../verify/fill.ts";
import { affordableBatch } from "../verify/networkChecks.ts";
import { unwritten } from "../verify/unwritten.ts";
import type { Trial } from "./bench.ts";
import { GpuBench } from "./gpuBench.ts";

export interface KernelFigures {
  readonly kernel: string;
  /** First layer it works for, and its kernel. */
  readonly label: string;
  /** Of what its first operation reads. */
  readonly shape: string;
  /** The median of the rounds. */
  readonly ms: number;
  /** What the choice of kernels took it for. */
  readonly predictedMs: number;
  readonly gflops: number;
  /** Gigabytes a second, everything it reads and writes counted once. */
  readonly gbs: number;
  /** Time that the adapter would need at its measured peak, as a share of the time that it takes. */
  readonly shareOfPeak: number;
  /** What of the two would take longer at the peak. */
  readonly roof: "arithmetic" | "memory";
  /** Greatest error of this kernel as a share of its bound: in a step of fewer samples, or at the shapes themselves where it applies to no other. */
  readonly worst?: number;
}

export interface KernelsBench {
  readonly recipe: Recipe;
  readonly storage: Storage;
  /** Which kernels are measured; default: the fast ones, by prediction. */
  readonly kernels?: KernelChoice | undefined;
  /** A choice made before, in place of any other: names of its groups. */
  readonly only?: readonly string[] | undefined;
  readonly pipelines?: PipelineCache;
  readonly signal: AbortSignal;
  /** Called as it goes on: what is done, and how much of all. */
  readonly onProgress?: (what: "comparing" | "timing", done: number, total: number) => void;
}

/**
 * A learning rate so small that parameters stay what they are, however often they are updated: values that grow out of range would make
 * everything behind them infinite.
 */
const STANDSTILL = 1e-12;

/** Of the batch that a reference can bear in `verify`, the part that it is asked for here. */
const CHECKED_PART = 4;

function programOf(recipe: Recipe, device: DeviceTraits): Compiled {
  return trainingFor(recipe, { count: 2 * recipe.batch, shape: recipe.input }, device);
}

/** What each dispatch computes from nothing of the same array: this is seen to be written. */
function freshOutputs({ tensors }: Compiled, plan: Plan): string[] {
  const root = (name: string) => tensors.get(name)!.storage.of;
  const known = new Set<string>();
  return plan.dispatches.flatMap((dispatch) => {
    for (const name of inputsOf(dispatch)) known.add(root(name));
    return outputsOf(plan, dispatch).filter((name) => !known.has(root(name)));
  });
}

/** Puts everything in place for a first step, and what no kernel computes where it is to compute. */
function fill(executor: Executor, recipe: Recipe, program: Compiled, fresh: readonly string[]): void {
  const computed = new Set(fresh.map((name) => program.tensors.get(name)!.storage.of));
  const values = plausible(program);
  for (const name of readBefore(program)) {
    if (!computed.has(name)) executor.write(name, valuesOf(program, name, values));
  }
  const row = optimizerOf(recipe.optimizer).row(STANDSTILL, 1);
  executor.write("schedule", new Float32Array(Array.from({ length: RING }, () => row).flat()));
  executor.write("parameters", initializeParameters(arraysOf(program.network), 1, recipe.initialization));
  for (const name of fresh) executor.write(name, spoiled(program, name));
}

/** @throws CircledastError where an element was not written, or is not finite: the time would be that of other work */
async function checkWritten(executor: Executor, program: Compiled, dispatch: Dispatch): Promise<void> {
  const left = await unwritten(executor, program, outputsOf(executor.plan, dispatch));
  if (left === undefined) return;
  throw new CircledastError(
    `${dispatch.label}: element ${left.element} of ${left.name} is ${left.value} after it was timed; a finite number that it wrote was ` +
      "expected. Its time means nothing: run circledast verify with this network.",
  );
}

function figuresOf(program: Compiled, dispatch: Dispatch, ms: number, peak: Peak, profile: Profile): KernelFigures {
  const { shader, label, operations, flops, bytes } = dispatch;
  const [arithmetic, memory] = [flops / peak.flops, bytes / peak.bandwidth];
  const shapes = Object.values(operations[0].inputs).map((name) => formatShape(program.tensors.get(name)!.shape));
  return {
    kernel: shader,
    label,
    shape: shapes.join(", "),
    ms,
    predictedMs: 1000 * predictDispatch(profile, dispatch).seconds,
    gflops: flops / ms / 1e6,
    gbs: bytes / ms / 1e6,
    shareOfPeak: (1000 * Math.max(arithmetic, memory)) / ms,
    roof: arithmetic > memory ? "arithmetic" : "memory",
  };
}

/**
 * Greatest error of each dispatch of the plan: of the same kernel for the same operations, in a step of so few samples that the reference is
 * quick; of what is updated in place, at the shapes themselves.
 *
 * @throws CircledastError where one differs from the reference, or leaves something unwritten at the shapes themselves
 */
async function worstErrors(
  open: OpenDevice,
  pipelines: PipelineCache,
  program: Compiled,
  plan: Plan,
  { recipe, storage, signal, onProgress }: KernelsBench,
): Promise<ReadonlyMap<Dispatch, number>> {
  const { batch } = recipe;
  const bench = await GpuBench.create({
    open,
    pipelines,
    storage,
    programOf: (_, size) => programOf({ ...recipe, batch: size }, open.traits),
    batches: {
      small: Math.ceil(affordableBatch(recipe) / CHECKED_PART),
      training: batch,
      evaluation: batch,
      prediction: batch,
    },
  });
  try {
    const worst = new Map<Dispatch, number>();
    for (const dispatch of plan.dispatches) {
      signal.throwIfAborted();
      onProgress?.("comparing", worst.size, plan.dispatches.length);
      const trial: Trial = { which: "training", program, plan, dispatch, name: dispatchName(dispatch) };
      const found = await bench.check(trial);
      if (!found.pass) {
        throw new CircledastError(
          `${dispatch.label}: ${found.reason ?? "it differs from the reference"}; the same numbers were expected. ` +
            "Run circledast verify with this network.",
        );
      }
      worst.set(dispatch, found.worst);
    }
    return worst;
  } finally {
    bench.destroy();
  }
}

/** The better of two measurements: whatever else the machine does makes roofs lower, and never higher. */
function higher(a: Peak, b: Peak): Peak {
  return {
    flops: Math.max(a.flops, b.flops),
    bandwidth: Math.max(a.bandwidth, b.bandwidth),
    dispatch: Math.min(a.dispatch, b.dispatch),
  };
}

export interface KernelsMeasured {
  readonly peak: Peak;
  /** What was timed. */
  readonly dispatches: readonly Dispatch[];
  /** A row for each of them, in their order. */
  readonly rows: readonly KernelFigures[];
}

/**
 * Times every dispatch of a training step by itself, in the buffers of the step and on values such as a first step has; and before and
 * after it what the adapter can do at best.
 *
 * @throws the signal's reason, should it come before the end; CircledastError where a dispatch does not do its work
 */
export async function measureKernels(open: OpenDevice, bench: KernelsBench): Promise<KernelsMeasured> {
  const { device, traits, description } = open;
  const { recipe, storage, signal, onProgress } = bench;
  checkStorage(storage, traits, description);
  const pipelines = bench.pipelines ?? new PipelineCache(device);
  const program = programOf(recipe, traits);
  const plan = planProgram(program, bench.kernels ?? "fast", { device: traits, storage, only: bench.only });
  checkLimits(plan, device.limits);
  const worst = await worstErrors(open, pipelines, program, plan, bench);
  signal.throwIfAborted();
  return accepted(device, async () => {
    const before = await measurePeak(open);
    signal.throwIfAborted();
    const executor = await Executor.create(pipelines, device, program, plan);
    try {
      fill(executor, recipe, program, freshOutputs(program, plan));
      // In the order of the step: each first reads what those before it have computed.
      const timings = await timeDispatches(device, executor.ready, {
        signal,
        onProgress: (done, total) => onProgress?.("timing", done, total),
      });
      for (const dispatch of plan.dispatches) await checkWritten(executor, program, dispatch);
      const peak = higher(before, await measurePeak(open));
      const rows = plan.dispatches.map((dispatch, index) => {
        const figures = figuresOf(program, dispatch, timings[index].ms, peak, profileFor(traits));
        return { ...figures, worst: worst.get(dispatch)! };
      });
      return { peak, dispatches: plan.dispatches, rows };
    } finally {
      executor.destroy();
    }
  });
}
