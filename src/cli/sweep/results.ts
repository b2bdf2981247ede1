/** What the runs of a sweep came to, a line on the disk for each. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SpecError } from "../../core/errors.ts";
import { finiteJson } from "../../core/finiteJson.ts";
import type { Judged } from "../../train/checkpoint.ts";
import { reasonOf, writeWhole } from "../writeFile.ts";
import type { Settings } from "./settings.ts";

/** A run that has come to its end. */
export interface RunResult {
  readonly id: string;
  /** SHA-256 of what it learned from and was judged on; absent where an earlier version trained it. */
  readonly data?: string;
  readonly settings: Settings;
  /** `diverged`: a value was not finite; `reason` says where. */
  readonly ended: "done" | "diverged";
  readonly reason?: string;
  /** What trained it. */
  readonly device: string;
  readonly version: string;
  /** Steps done, and seconds spent on them, by the last call alone where it was interrupted. */
  readonly steps: number;
  readonly seconds: number;
  readonly testAccuracy?: number;
  readonly testLoss?: number;
  readonly weightsSha256?: string;
  /** Tests on the way. */
  readonly judgements: readonly Judged[];
  /** Means of the losses of so many steps each, in their order; the last of fewer. Nothing where none is known. */
  readonly curve: { readonly stepsEach: number; readonly losses: readonly (number | null)[] };
}

export interface Results {
  readonly all: ReadonlyMap<string, RunResult>;
  /** Lines that are not whole: as if the run had not been. */
  readonly torn: number;
}

const fileIn = (folder: string) => join(folder, "results.jsonl");

/** @throws SpecError where there is something that cannot be read */
export async function readResults(folder: string): Promise<Results> {
  let text: string;
  try {
    text = await readFile(fileIn(folder), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { all: new Map(), torn: 0 };
    const found = `${fileIn(folder)}: it cannot be read (${reasonOf(cause)})`;
    throw new SpecError(`${found}; the results of a sweep were expected. Name another folder.`, { cause });
  }
  const read = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(resultOf);
  const whole = read.filter((result) => result !== undefined);
  return { all: new Map(whole.map((result) => [result.id, result])), torn: read.length - whole.length };
}

function resultOf(line: string): RunResult | undefined {
  try {
    const value = JSON.parse(line);
    const isNumber = (part: unknown) => part === undefined || typeof part === "number";
    const isWhole =
      typeof value.id === "string" &&
      ["done", "diverged"].includes(value.ended) &&
      [value.steps, value.seconds, value.testAccuracy, value.testLoss].every(isNumber) &&
      Array.isArray(value.judgements) &&
      Array.isArray(value.curve.losses);
    return isWhole ? value : undefined;
  } catch {
    return undefined;
  }
}

/** All of them anew, in a file that takes the place of the old one when it is whole. */
export async function writeResults(folder: string, results: Iterable<RunResult>): Promise<void> {
  const lines = Array.from(results, (result) => `${finiteJson(result)}\n`);
  await writeWhole(fileIn(folder), Buffer.from(lines.join("")));
}

/** Most points of a curve that is kept. */
const POINTS = 80;

export function curveOf(losses: readonly number[]): RunResult["curve"] {
  const stepsEach = Math.max(1, Math.ceil(losses.length / POINTS));
  const means = Array.from({ length: Math.ceil(losses.length / stepsEach) }, (_, i) => {
    const bucket = losses.slice(i * stepsEach, (i + 1) * stepsEach).filter(Number.isFinite);
    if (bucket.length === 0) return null;
    return Number((bucket.reduce((sum, loss) => sum + loss, 0) / bucket.length).toPrecision(6));
  });
  return { stepsEach, losses: means };
}
