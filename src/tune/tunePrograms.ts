/** Times what kernels compete for, and chooses. Knows no device: what measures and checks is given to it. */
import type { DeviceTraits } from "../core/device.ts";
import type { FixedKernels, Programs } from "../gpu/programs.ts";
import type { Program } from "../operations/program.ts";
import { chooseKernels } from "../plan/chooseKernels.ts";
import { groupName } from "../plan/contest.ts";
import type { Bench } from "./bench.ts";
import { Match, type TuneOptions } from "./match.ts";
import { reportOf } from "./reportOf.ts";
import { fieldOf } from "./rivalry.ts";
import type { Contested } from "./tuning.ts";

export interface Tuned {
  readonly kernels: FixedKernels;
  readonly contested: readonly Contested[];
  readonly measuringMs: number;
}

/**
 * Chooses for a training step and for a step of judging by time, what takes longest first; for a single input by prediction. Nothing is
 * chosen by time that does not agree with the reference. What there is no time for is left as predicted.
 *
 * @throws the signal's reason, should it come before the end
 */
export async function tunePrograms(
  programs: Programs<Program>,
  device: DeviceTraits,
  bench: Bench,
  options: TuneOptions = {},
): Promise<Tuned> {
  const fields = {
    training: fieldOf("training", programs.training, device),
    evaluation: fieldOf("evaluation", programs.evaluation, device),
  };
  const match = new Match(bench, Object.values(fields), options);
  await match.run();
  const namesOf = (which: keyof typeof fields) => match.choice(fields[which], programs[which]);
  const prediction = chooseKernels(programs.prediction, "fast", { device });
  return {
    kernels: {
      training: namesOf("training"),
      evaluation: namesOf("evaluation"),
      prediction: prediction.map((group) => groupName(programs.prediction, group)),
    },
    contested: match.rivalries.map((rivalry) => reportOf(rivalry, match.found(rivalry))),
    measuringMs: match.spent,
  };
}
