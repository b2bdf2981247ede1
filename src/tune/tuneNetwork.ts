/** Tunes a recipe for an adapter, or finds what was found before. */
import { version } from "../../package.json";
import type { DeviceTraits } from "../core/device.ts";
import { SpecError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import type { OpenDevice } from "../gpu/device.ts";
import { type Programs, programsOf } from "../gpu/programs.ts";
import { kernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Program } from "../operations/program.ts";
import { chooseKernels } from "../plan/chooseKernels.ts";
import { compileEvaluation, compileTraining, type DataSize } from "../plan/compile.ts";
import { affordableBatch } from "../verify/networkChecks.ts";
import { GpuBench } from "./gpuBench.ts";
import type { TuneOptions } from "./match.ts";
import { readTuning } from "./readTuning.ts";
import { tunePrograms } from "./tunePrograms.ts";
import type { Identity, Tuning, TuningStore } from "./tuning.ts";

export interface TuneNetworkOptions extends TuneOptions {
  readonly open: OpenDevice;
  readonly recipe: Recipe;
  readonly data: { readonly train: DataSize; readonly test: DataSize };
  /** What runs WebGPU, with its version. */
  readonly runtime: string;
  readonly store: TuningStore;
  /** Measures, whatever is stored. */
  readonly anew?: boolean | undefined;
}

/** Of the batch that a reference can bear in `verify`, the part that it is asked for here: nobody waits for the tuner. */
const CHECKED_PART = 16;

/**
 * SHA-256 of names, patterns and shaders of all kernels, and of the version, which stands for what of a kernel is no text: one that has
 * changed may be faster, slower or wrong, or apply elsewhere.
 */
export function kernelsSha256(all: readonly Kernel[] = kernels, ofVersion = version): Promise<string> {
  return textSha256(
    JSON.stringify([ofVersion, all.map(({ name, patterns, shader }) => [name, patterns, shader.code])]),
  );
}

function textSha256(text: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(text));
}

function programText({ operations, tensors, results }: Program): string {
  return JSON.stringify([operations, [...tensors.values()], results]);
}

/** What a tuning for these programs is good for. */
export async function identityOf(
  { open, runtime }: Pick<TuneNetworkOptions, "open" | "runtime">,
  programs: Programs<Program>,
): Promise<Identity> {
  const { adapter, description, traits } = open;
  const { vendor, architecture, device, description: driver } = adapter.info;
  const texts = Object.values(programs).map(programText);
  return {
    adapter: [description.description, vendor, architecture, device, JSON.stringify(traits)].join(" | "),
    driver,
    runtime,
    kernels: await kernelsSha256(),
    network: await textSha256(texts.join("\n")),
  };
}

const fields = ["adapter", "driver", "runtime", "kernels", "network"] as const;

/** Whether something stored was found out about the same things: what has another form is none of ours. */
function isFor(identity: Identity, stored: unknown): stored is Tuning {
  try {
    const { identity: known } = readTuning("stored", stored);
    return fields.every((field) => known[field] === identity[field]);
  } catch {
    return false;
  }
}

/** Whether the programs can be planned with the kernels of these names: what kernels cover may change and their texts stay. */
function canPlan(programs: Programs<Program>, device: DeviceTraits, names: Tuning["kernels"]): boolean {
  try {
    for (const which of ["training", "evaluation", "prediction"] as const) {
      chooseKernels(programs[which], "fast", { device, only: names[which] });
    }
    return true;
  } catch (error) {
    if (error instanceof SpecError) return false;
    throw error;
  }
}

export interface Found {
  readonly tuning: Tuning;
  /** Whether it was there already: nothing was measured. */
  readonly isStored: boolean;
}

/**
 * Finds the fastest kernels for a recipe on an adapter: those stored or, where there are none to plan with, by measuring, and stores them.
 *
 * @throws the signal's reason, should it come before the end; DeviceLostError
 */
export async function tuneNetwork(options: TuneNetworkOptions): Promise<Found> {
  const { open, recipe, data, store, anew } = options;
  const programs = programsOf(recipe, data);
  const identity = await identityOf(options, programs);
  const name = (await textSha256(JSON.stringify(fields.map((field) => identity[field])))).slice(0, 32);
  const stored = anew ? undefined : await store.load(name);
  if (isFor(identity, stored) && canPlan(programs, open.traits, stored.kernels)) {
    return { tuning: stored, isStored: true };
  }
  const { training, evaluation } = programs;
  const bench = await GpuBench.create({
    open,
    programOf: (which, batch) => {
      const size = { count: 2 * batch, shape: recipe.input };
      return which === "training"
        ? compileTraining({ ...recipe, batch }, size)
        : compileEvaluation(recipe, size, batch);
    },
    batches: {
      small: Math.ceil(affordableBatch(recipe) / CHECKED_PART),
      training: training.batch,
      evaluation: evaluation.batch,
      prediction: 1,
    },
  });
  try {
    const tuned = await tunePrograms(programs, open.traits, bench, options);
    const tuning = { identity, device: open.traits, preset: recipe.name, batch: recipe.batch, ...tuned };
    await store.save(name, tuning);
    return { tuning, isStored: false };
  } finally {
    bench.destroy();
  }
}
