/** Times what kernels compete for, and chooses. Knows no device: what measures and checks is given to it. */
import type { FixedKernels, Programs } from "../gpu/programs.ts";
import type { Program } from "../operations/program.ts";
import type { Bench } from "./bench.ts";
import { reportOf } from "./reportOf.ts";
import { type TuneOptions, Tuner } from "./tuner.ts";
import type { Contested } from "./tuning.ts";
import { type Target, tasksOf } from "./tuningTask.ts";

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
  const tasks = {
    training: tasksOf("training", programs.training, target),
    evaluation: tasksOf("evaluation", programs.evaluation, target),
    prediction: tasksOf("prediction", programs.prediction, target),
  };
  const tuner = new Tuner(bench, Object.values(tasks), options);
  await tuner.run();
  const namesOf = (which: keyof Programs<unknown>) => tuner.choice(tasks[which], programs[which]);
  const contested = tuner.tasks.map((task) => ({
    isTimed: task.isTimed,
    report: reportOf(task, tuner.found(task)),
  }));
  const isRefused = ({ candidates }: Contested) => candidates.some(({ verdict }) => verdict === "refused");
  return {
    kernels: { training: namesOf("training"), evaluation: namesOf("evaluation"), prediction: namesOf("prediction") },
    contested: contested.filter(({ isTimed, report }) => isTimed || isRefused(report)).map(({ report }) => report),
    measuringMs: tuner.spent,
  };
}
