/** Tunes a recipe for an adapter, or finds what was found before. */
import type { DeviceTraits } from "../core/device.ts";
import { SpecError } from "../core/errors.ts";
import { type Programs, programsOf } from "../gpu/programs.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Program } from "../operations/program.ts";
import { chooseKernels } from "../plan/chooseKernels.ts";
import type { DataSize } from "../plan/compile.ts";
import { checkStorage } from "../plan/halfStorage.ts";
import { benchFor } from "./benchFor.ts";
import { identityOf, isSame, nameOf, type Place } from "./identity.ts";
import { readTuning } from "./readTuning.ts";
import { tunePrograms } from "./tunePrograms.ts";
import type { TuneOptions } from "./tuner.ts";
import type { Identity, Tuning, TuningStore } from "./tuning.ts";

export interface TuneNetworkOptions extends TuneOptions, Place {
  readonly recipe: Recipe;
  readonly data: { readonly train: DataSize; readonly test: DataSize };
  readonly store: TuningStore;
  /** Measures, whatever is stored. */
  readonly anew?: boolean | undefined;
}

/** Whether something stored was found out about the same things: what has another form is none of ours. */
function isFor(identity: Identity, stored: unknown): stored is Tuning {
  try {
    return isSame(readTuning("stored", stored).identity, identity);
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

/** What a tuning is looked for by. */
async function wanted(options: Omit<TuneNetworkOptions, "anew" | keyof TuneOptions>) {
  const { open, recipe, data, storage = "f32", store } = options;
  checkStorage(storage, open.traits, open.description);
  const programs = programsOf(recipe, data, open.traits);
  const identity = await identityOf(options, programs);
  const name = await nameOf(identity);
  return {
    programs,
    identity,
    name,
    async stored(): Promise<Tuning | undefined> {
      const known = await store.load(name);
      return isFor(identity, known) && canPlan(programs, open.traits, known.kernels) ? known : undefined;
    },
  };
}

/** What was found before about a recipe on an adapter, where it can be planned with. Nothing is measured. */
export async function storedTuning(
  options: Omit<TuneNetworkOptions, "anew" | keyof TuneOptions>,
): Promise<Tuning | undefined> {
  return (await wanted(options)).stored();
}

/**
 * Finds the fastest kernels for a recipe on an adapter: those stored or, where there are none to plan with, by measuring, and stores them.
 *
 * @throws the signal's reason, should it come before the end; DeviceLostError; DeviceError where the adapter cannot keep tensors so
 */
export async function tuneNetwork(options: TuneNetworkOptions): Promise<Found> {
  const { open, recipe, storage = "f32", store, anew } = options;
  const { programs, identity, name, stored } = await wanted(options);
  const known = anew ? undefined : await stored();
  if (known !== undefined) return { tuning: known, isStored: true };
  const bench = await benchFor(options, programs);
  try {
    const tuned = await tunePrograms(programs, { device: open.traits, storage }, bench, options);
    const tuning = { identity, device: open.traits, preset: recipe.name, batch: recipe.batch, ...tuned };
    await store.save(name, tuning);
    return { tuning, isStored: false };
  } finally {
    bench.destroy();
  }
}
