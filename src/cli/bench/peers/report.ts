/** The results as rows of JSON, and as tables. */
import { type Spread, spreadOf } from "../../../core/statistics.ts";
import { formatTable } from "../../../core/table.ts";
import { count } from "../../printEvents.ts";
import { imagesPerSecond, type Ratio, ratioOf } from "./figures.ts";
import type { Outcome } from "./measure.ts";
import type { Place } from "./system.ts";
import type { Workload } from "./workload.ts";

interface Circumstances {
  readonly place: Place;
  readonly preset: string;
  readonly kind: Workload["kind"];
  readonly batch: number;
}

export interface Row extends Circumstances {
  readonly system: string;
  readonly adapter: string;
  /** Absent where it was not timed. */
  readonly imagesPerSecond?: Spread;
  readonly rounds?: readonly number[];
  /** From opening the library to the loss of its first step, compiling with it; absent for inference. */
  readonly firstStepMs?: number;
  /** A batch's. */
  readonly submitsPerStep?: number;
  readonly dispatchesPerStep?: number;
  readonly error?: string;
}

/** How many times as fast ours is. */
export interface RatioRow extends Circumstances {
  readonly ratio: string;
  readonly imagesPerSecond: Ratio;
}

export interface Report {
  readonly rows: readonly Row[];
  readonly ratios: readonly RatioRow[];
}

export function reportOf({ kind, recipe }: Workload, place: Place, outcomes: readonly Outcome[]): Report {
  const { name: preset, batch } = recipe;
  const facts = { place, preset, kind, batch };
  const rows = outcomes.map(({ name: system, adapter, firstStepMs, slices, error }): Row => {
    if (error !== undefined) return { system, adapter, ...facts, error };
    const rounds = imagesPerSecond(slices);
    const perStep = (what: "submits" | "dispatches") =>
      slices.reduce((sum, slice) => sum + slice[what], 0) / slices.reduce((sum, { images }) => sum + images / batch, 0);
    return {
      system,
      adapter,
      ...facts,
      imagesPerSecond: spreadOf(rounds),
      rounds,
      ...(kind === "training" && { firstStepMs }),
      submitsPerStep: perStep("submits"),
      dispatchesPerStep: perStep("dispatches"),
    };
  });
  const [ours, ...others] = outcomes;
  const ratios = others
    .filter((theirs) => ours.slices.length > 0 && theirs.slices.length > 0)
    .map((theirs): RatioRow => {
      const ratio = `${ours.name} / ${theirs.name}`;
      return { ratio, ...facts, imagesPerSecond: ratioOf(ours.slices, theirs.slices) };
    });
  return { rows, ratios };
}

/** One workload's, for people. */
export function reportText({ rows, ratios }: Report): string {
  const [{ preset, kind, batch, place }] = rows;
  const header = ["system", "min", "median", "max", "times", "round by round", "submits", "dispatches", "first step"];
  const cells = rows.map((row) => {
    const { system, error, imagesPerSecond: speed, submitsPerStep, dispatchesPerStep, firstStepMs } = row;
    if (error !== undefined || speed === undefined) return [system, "failed", "", "", "", "", "", "", ""];
    const ratio = ratios.find((one) => one.ratio.endsWith(` / ${system}`))?.imagesPerSecond;
    const perRound = ratio === undefined ? "" : `${times(ratio.perRound.min)} – ${times(ratio.perRound.max)}`;
    const first = firstStepMs === undefined ? "" : `${(firstStepMs / 1000).toFixed(2)} s`;
    const speeds = [speed.min, speed.median, speed.max].map(figure);
    const perStep = [submitsPerStep!, dispatchesPerStep!].map((value) => (value === 0 ? "" : value.toFixed(1)));
    return [system, ...speeds, ratio === undefined ? "" : times(ratio.ofMedians), perRound, ...perStep, first];
  });
  const where = { node: "in Node", chromium: "in Chromium", cpu: "on the processor" }[place];
  const title = `${preset}, ${kind}, batch ${batch}, ${where} (${rows[0].adapter}): images a second`;
  return `${title}\n\n${formatTable(header, cells, new Set(header.slice(1)))}`;
}

const figure = (value: number) => (value < 100 ? value.toPrecision(3) : count(value));
const times = (ratio: number) => `${ratio < 10 ? ratio.toFixed(2) : count(ratio)}×`;
