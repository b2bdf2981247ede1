/** Times what kernels compete for, and chooses. Knows no device: what measures and checks is given to it. */
import type { FixedKernels, Programs } from "../gpu/programs.ts";
import type { Program } from "../operations/program.ts";
import type { Bench } from "./bench.ts";
import { Match, type TuneOptions } from "./match.ts";
import { reportOf } from "./reportOf.ts";
import { rivalriesOf, type Target } from "./rivalry.ts";
import type { Contested } from "./tuning.ts";

export interface Tuned {
  readonly kernels: FixedKernels;
  readonly contested: readonly Contested[];
  readonly measuringMs: number;
}

/**
 * Chooses for a training step and for a step of judging by time, what takes longest first; for a single input by prediction. What there is
 * no time for is left as predicted. Nothing is chosen that does not agree with the reference.
 *
 * @throws the signal's reason, should it come before the end
 */
export async function tunePrograms(
  programs: Programs<Program>,
  target: Target,
  bench: Bench,
  options: TuneOptions = {},
): Promise<Tuned> {
  const rivalries = {
    training: rivalriesOf("training", programs.training, target),
    evaluation: rivalriesOf("evaluation", programs.evaluation, target),
    prediction: rivalriesOf("prediction", programs.prediction, target),
  };
  const match = new Match(bench, Object.values(rivalries), options);
  await match.run();
  const namesOf = (which: keyof Programs<unknown>) => match.choice(rivalries[which], programs[which]);
  const contested = match.rivalries.map((rivalry) => ({
    isTimed: rivalry.isTimed,
    report: reportOf(rivalry, match.found(rivalry)),
  }));
  const isRefused = ({ candidates }: Contested) => candidates.some(({ verdict }) => verdict === "refused");
  return {
    kernels: { training: namesOf("training"), evaluation: namesOf("evaluation"), prediction: namesOf("prediction") },
    contested: contested.filter(({ isTimed, report }) => isTimed || isRefused(report)).map(({ report }) => report),
    measuringMs: match.spent,
  };
}
