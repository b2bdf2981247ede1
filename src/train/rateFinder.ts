/**
 * Which learning rate suits a recipe (Smith, 2017): a short run in which the rate grows from step to step by the same factor, from far too
 * small to far too great, and what the loss does meanwhile.
 */
import type { Recipe } from "../model/recipe.ts";
import { Course } from "./course.ts";
import { Feed } from "./feed.ts";
import { openRun, type RunOptions } from "./openRun.ts";
import { Pace } from "./pace.ts";
import type { Session } from "./session.ts";

/** The rates of the first and the last step. */
const FROM = 1e-5;
const TO = 10;

/** Steps of a run, of batches large enough for their loss to mean something; of smaller ones there are more. */
const STEPS = 100;
const FAIR_BATCH = 32;
const MOST = 16;

/** Of the steps, how many an average reaches back over. */
const REACH = 0.05;

/** It ends where the loss is so many times its least, or so many times what fresh weights have. */
const BLOWN = 4;
const WORSE = 1.5;

/** Of the steps, the share whose rates are too small to matter: what the loss does there is the choice of batches. */
const FRESH = 0.2;
/** Where a rate made it fall, it falls by so many standard deviations, and by such a share of itself. */
const NOTICED = 3;
const SHARE = 0.005;
/** The share of the fall that is its beginning. */
const BEGUN = 0.1;

/** One number for each step done. */
export interface Sweep {
  readonly rates: readonly number[];
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
  /** Steps of the whole run, were it to go to its end. */
  readonly total: number;
}

export interface SuggestedRate {
  /** Where the loss falls fastest, on a logarithmic axis. */
  readonly steepest: number;
  /** Where it is least: beyond, it rises again. */
  readonly least: number;
  /** A tenth of that, which leaves room. */
  readonly tenth: number;
}

interface SweepOptions {
  /** It ends after the steps under way. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (sweep: Sweep) => void;
}

export interface FindRateOptions extends SweepOptions, Omit<RunOptions, "length" | "fix"> {}

export function sweepLength({ batch }: Recipe): number {
  return Math.round(STEPS * Math.min(MOST, Math.max(1, FAIR_BATCH / batch)));
}

/** The rate of a step of so many. */
function rateAt(step: number, total: number): number {
  return FROM * (TO / FROM) ** (step / (total - 1));
}

/**
 * Tries the rates on fresh weights and an engine of its own, which is gone afterwards.
 *
 * @throws as openRun does; DeviceLostError where the device is lost
 */
export async function findRate({ signal, onProgress, ...options }: FindRateOptions): Promise<Sweep> {
  // The recipe's own schedule has no say here, and its warm-up may be longer than all this.
  const { schedule: _, ...recipe } = options.recipe;
  const { session } = await openRun({ ...options, recipe, length: { steps: sweepLength(recipe) } });
  try {
    return await sweepRates(session, { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) });
  } finally {
    session.engine.destroy();
  }
}

/**
 * Takes the steps, as many at a time as training would, until the loss has blown up.
 *
 * @param session one that has not taken a step; it is of no use for anything else afterwards
 * @throws DeviceLostError where the device is lost
 */
export async function sweepRates(session: Session, { signal, onProgress }: SweepOptions = {}): Promise<Sweep> {
  const { engine, seed, data, recipe } = session;
  const total = sweepLength(recipe);
  const pace = new Pace(engine.sliceSeconds);
  const feed = new Feed(engine, new Course(recipe, data.train, seed, { steps: total }, rateAt), pace);
  const losses: number[] = [];
  const underway: Promise<void>[] = [];
  let sweep = sweepOf(losses, total);
  const isOver = () => signal?.aborted || sweep.losses.length < losses.length;
  for (let queued = 0; queued < total && !isOver(); ) {
    const rows = feed.rows(queued, total);
    queued += rows.length;
    underway.push(
      engine.steps(rows).then((results) => {
        pace.done(results.length);
        losses.push(...results.map(({ loss }) => loss));
        sweep = sweepOf(losses, total);
        onProgress?.(sweep);
      }),
    );
    if (underway.length >= engine.depth) await underway.shift();
  }
  await Promise.all(underway);
  return sweep;
}

/** What is to be seen of the losses: those up to where it has blown up. */
export function sweepOf(losses: readonly number[], total: number): Sweep {
  const reach = REACH * total;
  const smoothed = smooth(losses, 1 - 1 / reach);
  let least = Number.POSITIVE_INFINITY;
  const end = smoothed.findIndex((loss, step) => {
    least = Math.min(least, loss);
    // Negated: what is no number is no less than anything.
    return !(loss <= BLOWN * least && (step < 2 * reach || loss <= WORSE * smoothed[Math.ceil(reach)]));
  });
  const count = end < 0 ? losses.length : end;
  return {
    rates: Array.from({ length: count }, (_, step) => rateAt(step, total)),
    losses: losses.slice(0, count),
    smoothed: smoothed.slice(0, count),
    total,
  };
}

/** The exponential average, as if what came before the first had been the average of all so far: Adam's correction. */
export function smooth(values: readonly number[], keep: number): number[] {
  let average = 0;
  return values.map((value, i) => {
    average = keep * average + (1 - keep) * value;
    return average / (1 - keep ** (i + 1));
  });
}

/**
 * The rates that a sweep suggests, rounded to one figure: more is not known of them.
 *
 * @returns undefined where no rate made the loss fall by more than the choice of batches does
 */
export function suggestRate({ rates, losses, smoothed, total }: Sweep): SuggestedRate | undefined {
  const reach = Math.ceil(REACH * total);
  const fresh = losses.slice(0, Math.ceil(FRESH * total));
  const level = mean(fresh);
  const least = indexOfLeast(smoothed.map((loss, step) => (step < reach ? Number.POSITIVE_INFINITY : loss)));
  const deviation = Math.sqrt(mean(fresh.map((loss) => (loss - level) ** 2)));
  // Of an average over so many: that of one exponential average, of the others there are more.
  const noise = (NOTICED * deviation) / Math.sqrt(2 * reach);
  if (!(level - smoothed[least] > Math.max(noise, SHARE * level))) return undefined;
  // The fall begins where the average is for the last time as good as it was: what goes down and comes up again before is the batches'.
  const begin = smoothed.findLastIndex(
    (loss, step) => step < least && loss >= level - BEGUN * (level - smoothed[least]),
  );
  // Steps are equally far apart on the logarithmic axis. A line through a few of them is less at the mercy of one batch.
  const half = Math.ceil(reach / 2);
  const fall = (step: number) => smoothed[Math.max(step - half, begin, 0)] - smoothed[Math.min(step + half, least)];
  const steps = Array.from({ length: least - Math.max(begin, 0) + 1 }, (_, i) => Math.max(begin, 0) + i);
  const steepest = steps.reduce((best, step) => (fall(step) > fall(best) ? step : best));
  return { steepest: oneFigure(rates[steepest]), least: oneFigure(rates[least]), tenth: oneFigure(rates[least] / 10) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < values[best] ? i : best), 0);
}

function oneFigure(value: number): number {
  return Number(value.toPrecision(1));
}
