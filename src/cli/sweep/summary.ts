/** Runs and what they came to, side by side. */
import { formatTable } from "../../core/table.ts";
import { count, percent } from "../printEvents.ts";
import { quoted } from "./again.ts";
import type { PlannedRun } from "./readSweep.ts";
import type { RunResult } from "./results.ts";
import { valueWords } from "./settings.ts";

/** A planned run with its result, if there is one yet. */
export interface Row {
  readonly run: PlannedRun;
  readonly result?: RunResult | undefined;
  /** Why it could not be trained, where it could not. */
  readonly failed?: string | undefined;
  /** Arguments of `circledast` that train it by itself. */
  readonly again: readonly string[];
}

/** The best first, of equally good ones that with the lower loss; then those that diverged, then those without a result, each in the order of the plan. */
export function ranked(rows: readonly Row[]): Row[] {
  const rank = ({ result }: Row) => result?.testAccuracy ?? (result === undefined ? -2 : -1);
  const loss = ({ result }: Row) => result?.testLoss ?? 0;
  return rows.toSorted((a, b) => rank(b) - rank(a) || loss(a) - loss(b) || a.run.number - b.run.number);
}

export const commandOf = ({ again }: Row) => ["circledast", ...again].map(quoted).join(" ");

/** How a run stands that has no accuracy. */
export function standing({ result, failed }: Row): string {
  if (failed !== undefined) return "failed";
  return result === undefined ? "to come" : "diverged";
}

/** A path without what all of them begin with: `learningRate`. */
export function shortName(path: string, all: readonly string[]): string {
  const last = path.split(".").at(-1)!;
  return all.filter((other) => other.split(".").at(-1) === last).length > 1 ? path : last;
}

export function cellsOf(row: Row, varied: readonly string[]): string[] {
  const { run, result } = row;
  const judged = result?.testAccuracy !== undefined;
  return [
    String(run.number),
    ...varied.map((path) => valueWords(run.settings[path])),
    judged ? percent(result.testAccuracy) : standing(row),
    judged ? result.testLoss!.toPrecision(4) : "",
    result === undefined ? "" : count(result.steps),
    result === undefined ? "" : result.seconds.toFixed(1),
    result?.weightsSha256?.slice(0, 12) ?? "",
  ];
}

export const headsOf = (varied: readonly string[]) => [
  "run",
  ...varied.map((path) => shortName(path, varied)),
  "test accuracy",
  "test loss",
  "steps",
  "seconds",
  "weights (SHA-256)",
];

/** Table, and below it the command of each run. */
export function summaryText(rows: readonly Row[], varied: readonly string[]): string {
  const order = ranked(rows);
  const heads = headsOf(varied);
  const table = formatTable(
    heads,
    order.map((row) => cellsOf(row, varied)),
    new Set(heads.slice(0, -1)),
  );
  const why = order.flatMap(({ run, result, failed }) => {
    const reason = failed ?? result?.reason;
    return reason === undefined ? [] : [`Run ${run.number}: ${reason}`];
  });
  const commands = order.map((row) => `${String(row.run.number).padStart(5)}  ${commandOf(row)}`);
  return [table, ...(why.length === 0 ? [] : ["", ...why]), "", "Each by itself:", ...commands].join("\n");
}
