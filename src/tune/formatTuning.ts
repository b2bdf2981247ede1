/** A tuning as tables to read. */
import { formatDuration } from "../core/duration.ts";
import { formatTable } from "../core/table.ts";
import type { Candidate, Contested, Tuning } from "./tuning.ts";

function verdictWords({ verdict, isDefault, worst, checkedBatch, reason, measuredMs }: Candidate): string {
  const checkWords =
    worst === undefined ? "" : `; error ${worst.toFixed(2)} of its bound in a batch of ${checkedBatch}`;
  switch (verdict) {
    case "chosen":
      return `chosen${isDefault ? ", as predicted" : ""}${measuredMs === undefined ? ", not timed" : ""}${checkWords}`;
    case "slower":
      return `not needed in the fastest way${isDefault ? ", though predicted" : ""}`;
    case "hopeless":
      return "not timed: predicted to be much slower";
    case "untimed":
      return "not timed";
    case "refused":
      return `refused: ${reason ?? "it disagrees with the reference"}`;
  }
}

/** Those that were timed, the fastest way first; of the hopeless ones only their number. */
function table({ candidates }: Contested): string {
  if (candidates.every(({ measuredMs }) => measuredMs === undefined)) {
    const chosen = candidates.filter(({ verdict }) => verdict === "chosen").map(({ name }) => name);
    const refused = candidates.filter(({ verdict }) => verdict === "refused");
    const reasons = refused.map((candidate) => `; ${candidate.name} is ${verdictWords(candidate)}`).join("");
    return `   not timed; by prediction: ${chosen.join(", ")}${reasons}`;
  }
  const shown = candidates.filter(({ verdict }) => verdict !== "hopeless");
  const hopeless = candidates.length - shown.length;
  const rows = shown
    .toSorted((a, b) => Number(b.verdict === "chosen") - Number(a.verdict === "chosen"))
    .map((candidate) => [
      candidate.verdict === "chosen" ? "→" : "",
      candidate.name,
      formatDuration(candidate.predictedMs),
      candidate.measuredMs === undefined ? "" : formatDuration(candidate.measuredMs),
      verdictWords(candidate),
    ]);
  const lines = formatTable(["", "candidate", "predicted", "measured", ""], rows, new Set(["predicted", "measured"]));
  return hopeless === 0 ? lines : `${lines}\n   ${hopeless} more predicted to be much slower, not timed`;
}

/** Milliseconds of the ways taken, and of those that prediction alone takes, where all of either was timed; 0 where that is nowhere. */
export function gainOf({ contested }: Tuning): { readonly chosenMs: number; readonly defaultMs: number } {
  const training = contested.filter(({ program }) => program === "training");
  const sums = training.map(({ candidates }) => {
    const sum = (of: readonly Candidate[]) =>
      of.reduce((total, { measuredMs }) => total + (measuredMs ?? Number.NaN), 0);
    return [
      sum(candidates.filter(({ verdict }) => verdict === "chosen")),
      sum(candidates.filter(({ isDefault }) => isDefault)),
    ];
  });
  const known = sums.filter((pair) => pair.every(Number.isFinite));
  return {
    chosenMs: known.reduce((total, [chosen]) => total + chosen, 0),
    defaultMs: known.reduce((total, [, byDefault]) => total + byDefault, 0),
  };
}

/** What there was to choose, what each candidate takes, and what was taken. */
export function formatTuning(tuning: Tuning): string {
  const { contested, identity, preset, batch, measuringMs } = tuning;
  const places = { training: "a training step", evaluation: "a step of judging", prediction: "a single input" };
  const { chosenMs, defaultMs } = gainOf(tuning);
  return [
    ...contested.flatMap((one) => [`${places[one.program]}: ${one.operations.join(", ")}`, table(one), ""]),
    `${preset}, batch ${batch}, on ${identity.adapter.split(" | ")[0]}: ${contested.length} choices by time, measured for ${formatDuration(measuringMs)}.`,
    chosenMs > 0
      ? `What was chosen in a training step takes ${formatDuration(chosenMs)}, what is predicted to be best ${formatDuration(defaultMs)}.`
      : "Of a training step nothing was timed that could be compared.",
  ].join("\n");
}
