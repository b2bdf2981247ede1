/** Compares a choice of kernels with the reference, where nobody has done so for the place at hand. */
import { CircledastError } from "../core/errors.ts";
import { type Programs, programsOf } from "../gpu/programs.ts";
import type { Program } from "../operations/program.ts";
import { chooseKernels } from "../plan/chooseKernels.ts";
import { checkStorage } from "../plan/halfStorage.ts";
import type { Bench, Trial } from "./bench.ts";
import { benchFor } from "./benchFor.ts";
import { identityOf, isSame } from "./identity.ts";
import type { TuneNetworkOptions } from "./tuneNetwork.ts";
import { workOf } from "./tuner.ts";
import type { Tuning } from "./tuning.ts";
import { plannerOf, type Target } from "./tuningTask.ts";

/**
 * Nothing, where it was made for the same adapter, runtime, kernels, network and storage: then the tuner has compared all of it.
 *
 * @throws SpecError where it does not fit network or adapter; DeviceError where that cannot keep tensors so; CircledastError where a kernel of it is wrong here; the signal's reason
 */
export async function checkFixed(
  options: Pick<TuneNetworkOptions, "open" | "runtime" | "storage" | "recipe" | "data" | "onProgress" | "signal">,
  { identity, kernels }: Pick<Tuning, "identity" | "kernels">,
): Promise<void> {
  const { open, storage = "f32", recipe, data } = options;
  checkStorage(storage, open.traits, open.description);
  const programs = programsOf(recipe, data, open.traits);
  if (isSame(await identityOf(options, programs), identity)) return;
  const bench = await benchFor(options, programs);
  try {
    await checkPrograms(programs, kernels, { device: open.traits, storage }, bench, options);
  } finally {
    bench.destroy();
  }
}

/** What {@link checkFixed} does, on whatever checks. */
export async function checkPrograms(
  programs: Programs<Program>,
  kernels: Tuning["kernels"],
  target: Target,
  bench: Pick<Bench, "check">,
  { onProgress, signal }: Pick<TuneNetworkOptions, "onProgress" | "signal"> = {},
): Promise<void> {
  const trials = new Map<string, Trial>();
  for (const which of ["training", "evaluation", "prediction"] as const) {
    chooseKernels(programs[which], "fast", { device: target.device, only: kernels[which] });
    const { find } = plannerOf(which, programs[which], target);
    for (const name of kernels[which]) {
      const trial = find(name)!;
      trials.set(workOf(trial), trial);
    }
  }
  for (const [done, trial] of [...trials.values()].entries()) {
    signal?.throwIfAborted();
    onProgress?.({ doing: "checking", done, total: trials.size });
    const { pass, reason = "it disagrees with the reference" } = await bench.check(trial);
    if (pass) continue;
    throw new CircledastError(
      `kernels: the choice given has ${trial.name}, and ${reason} on this adapter; one that agrees was expected. Tune for this adapter.`,
    );
  }
}
