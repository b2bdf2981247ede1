import { groupName } from "../plan/contest.ts";
import type { Found } from "./tuner.ts";
import type { Candidate, Contested, Verdict } from "./tuning.ts";
import type { TuningTask } from "./tuningTask.ts";

/** What there was to choose, and what was found out: as plain data. */
export function reportOf(
  { which, program, contest, predicted, byDefault, candidates, serious }: TuningTask,
  found: Found,
) {
  const namesOf = (groups: typeof byDefault.groups) => new Set(groups.map((group) => groupName(program, group)));
  const [chosen, defaults] = [namesOf(found.cover!.groups), namesOf(byDefault.groups)];
  const verdictOf = (name: string): Verdict => {
    if (chosen.has(name)) return "chosen";
    if (found.finding(name)?.pass === false) return "refused";
    if (!serious.has(name)) return "hopeless";
    return found.seconds(name) === undefined ? "untimed" : "slower";
  };
  const reports = [...candidates].map(([name, group]): Candidate => {
    const [seconds, finding] = [found.seconds(name), found.finding(name)];
    return {
      name,
      verdict: verdictOf(name),
      predictedMs: 1000 * predicted(group),
      ...(seconds === undefined ? {} : { measuredMs: 1000 * seconds }),
      isDefault: defaults.has(name),
      ...(finding?.pass ? { worst: finding.worst, checkedBatch: finding.batch } : {}),
      ...(finding?.reason === undefined ? {} : { reason: finding.reason }),
    };
  });
  const operations = contest.places.map((place) => program.operations[place]).map(({ label, op }) => `${label}.${op}`);
  return { program: which, operations, candidates: reports } satisfies Contested;
}
