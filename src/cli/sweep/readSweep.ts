/** The file of a sweep: a base, and what is varied. */

import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { canonicalJson } from "../../core/canonicalJson.ts";
import { CircledastError, SpecError } from "../../core/errors.ts";
import { sha256Hex } from "../../core/hash.ts";
import { RandomStream } from "../../core/random.ts";
import { shortJson } from "../../core/shortJson.ts";
import { allPresets } from "../../model/failing.ts";
import { readRecipe } from "../../model/readRecipe.ts";
import type { Recipe } from "../../model/recipe.ts";
import { checkRecipe } from "../../train/checkRecipe.ts";
import { reasonOf } from "../writeFile.ts";
import { type Base, checkPath, type Settings, settingsWords, withSettings } from "./settings.ts";

/** One run, as it is planned. */
export interface PlannedRun extends Base {
  /** From 1, in the order of the plan. */
  readonly number: number;
  /**
   * Of recipe, seed, length and how it is computed, so that a run that is known is known again in another plan. What names its files is of the
   * data as well: see {@link onData}.
   */
  readonly id: string;
  readonly settings: Settings;
}

/** How it is computed: another way may come to other bits. */
export interface Computed {
  readonly device?: string | undefined;
  readonly storage?: string | undefined;
}

/** A sweep, as planned. */
export interface Sweep {
  readonly file: string;
  /** As `--data` names it; absent: what the network is for. */
  readonly data: string | undefined;
  /** Paths with more than one value, in the order of the file. */
  readonly varied: readonly string[];
  readonly runs: readonly PlannedRun[];
}

/** More would be a mistake of the file rather than a wish. */
const MOST_RUNS = 10_000;

const FIELDS = ["preset", "model", "data", "epochs", "steps", "seed", "grid", "random", "runs"];

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws SpecError that names the place in the file where it cannot be meant, or a run that cannot be trained */
export async function readSweep(file: string, computed: Computed = {}): Promise<Sweep> {
  const fields = await readObject(file, "a sweep");
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    throw new SpecError(
      `${file}: "${unknown}" is not a field of a sweep; ${FIELDS.join(", ")} were expected. Rename it.`,
    );
  }
  const { data, runs } = fields;
  if (data !== undefined && (typeof data !== "string" || data === ""))
    refuse(file, "data", data, `a set such as "mnist"`);
  const base = await baseOf(file, fields);
  const grid = lists(file, fields.grid);
  const random = ranges(file, fields.random);
  if (grid.size + random.size === 0)
    refuse(file, "grid", fields.grid, `{"batch": [32, 64]}, or "random" beside "runs",`);
  for (const path of random.keys()) if (grid.has(path)) refuse(file, `random."${path}"`, path, "one place to vary it");
  if (random.size === 0 && runs !== undefined) refuse(file, "runs", runs, `"random" beside it`);
  const draws = random.size === 0 ? 1 : count(file, runs);
  const inGrid = [...grid.values()].reduce((product, values) => product * values.length, 1);
  if (draws * inGrid > MOST_RUNS) {
    throw new SpecError(`${file}: ${draws * inGrid} runs; at most ${MOST_RUNS} were expected. Vary less.`);
  }
  const all = draw(random, draws, base.seed).flatMap((drawn) =>
    product(grid).map((chosen) => ({ ...drawn, ...chosen })),
  );
  const planned = new Map<string, PlannedRun>();
  for (const settings of all) {
    const run = await plannedRun(file, base, settings, computed, planned.size + 1);
    // What comes out the same twice is trained once.
    if (!planned.has(run.id)) planned.set(run.id, run);
  }
  const paths = [...random.keys(), ...grid.keys()];
  const varied = paths.filter((path) => new Set(all.map((settings) => canonicalJson(settings[path]))).size > 1);
  return { file, data: data as string | undefined, varied, runs: [...planned.values()] };
}

async function plannedRun(
  file: string,
  base: Base,
  settings: Settings,
  computed: Computed,
  number: number,
): Promise<PlannedRun> {
  const place = `${file}: run ${number} (${settingsWords(settings)})`;
  const { recipe, seed, length } = withSettings(place, base, settings);
  try {
    checkRecipe(readRecipe("recipe", base.recipe.name, recipe));
  } catch (cause) {
    if (!(cause instanceof CircledastError)) throw cause;
    throw new SpecError(`${place}: ${cause.message}`, { cause });
  }
  const id = await idOf([recipe, seed, length, computed]);
  return { number, id, settings, recipe, seed, length };
}

async function idOf(parts: readonly unknown[]): Promise<string> {
  return (await sha256Hex(new TextEncoder().encode(canonicalJson(parts)))).slice(0, 12);
}

/** The runs with ids that are of their data too, by its bytes: what lies under a name, or in a folder, may be other pictures by now. */
export async function onData({ runs }: Sweep, dataSha256: string): Promise<readonly PlannedRun[]> {
  return Promise.all(runs.map(async (run) => ({ ...run, id: await idOf([run.id, dataSha256]) })));
}

async function readObject(file: string, what: string): Promise<Fields> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? `no JSON (${cause.message})` : `unreadable (${reasonOf(cause)})`;
    throw new SpecError(`${file}: it is ${found}; ${what} in JSON was expected. Check the file.`, { cause });
  }
  return isObject(value) ? value : refuse(file, "it", value, "an object");
}

function refuse(file: string, name: string, value: unknown, expected: string): never {
  const found = value === undefined ? "missing" : shortJson(value);
  throw new SpecError(`${file}: ${name} is ${found}; ${expected} was expected. Correct it.`);
}

async function baseOf(file: string, fields: Fields): Promise<Base> {
  const { epochs, steps, seed = 1 } = fields;
  if (epochs !== undefined && steps !== undefined) refuse(file, "steps", steps, `one length, for "epochs" is given,`);
  const length = steps === undefined ? { epochs: epochs ?? 1 } : { steps };
  const recipe = await recipeOf(file, fields);
  // Reads the numbers of the run.
  return withSettings(file, { recipe, seed: 1, length: { epochs: 1 } }, { seed, ...length });
}

async function recipeOf(file: string, { preset, model }: Fields): Promise<Recipe> {
  if ((preset === undefined) === (model === undefined)) {
    refuse(file, "preset", preset, `one of "preset" and "model"`);
  }
  if (model === undefined) {
    if (typeof preset === "string" && Object.hasOwn(allPresets, preset)) return allPresets[preset];
    refuse(file, "preset", preset, `one of ${Object.keys(allPresets).join(", ")}`);
  }
  if (typeof model !== "string") return readRecipe(`${file}: model`, basename(file, ".json"), model);
  const path = join(dirname(file), model);
  return readRecipe(path, basename(path, ".json"), await readObject(path, "a recipe"));
}

function count(file: string, runs: unknown): number {
  const is = Number.isSafeInteger(runs) && (runs as number) > 0;
  return is ? (runs as number) : refuse(file, "runs", runs, `how many are drawn for "random"`);
}

/** Values by path. */
function lists(file: string, grid: unknown = {}): Map<string, readonly unknown[]> {
  if (!isObject(grid)) refuse(file, "grid", grid, `an object such as {"batch": [32, 64]}`);
  for (const [path, values] of Object.entries(grid as Fields)) {
    checkPath(`${file}: grid."${path}"`, path);
    if (!Array.isArray(values) || values.length === 0) refuse(file, `grid."${path}"`, values, "a list of values");
  }
  return new Map(Object.entries(grid as Record<string, unknown[]>));
}

type Range =
  | readonly unknown[]
  | { readonly from: number; readonly to: number; readonly log?: boolean; readonly whole?: boolean };

function ranges(file: string, random: unknown = {}): Map<string, Range> {
  if (!isObject(random)) refuse(file, "random", random, `an object such as {"batch": [32, 64]}`);
  for (const [path, range] of Object.entries(random as Fields)) {
    const place = `random."${path}"`;
    checkPath(`${file}: ${place}`, path);
    if (Array.isArray(range) && range.length > 0) continue;
    const example = `{"from": 0.001, "to": 0.1, "log": true} or a list`;
    if (!isObject(range)) refuse(file, place, range, example);
    const { from, to, log = false, whole = false, ...others } = range as Fields;
    const isRange = Number.isFinite(from) && Number.isFinite(to) && (from as number) < (to as number);
    const areFlags = typeof log === "boolean" && typeof whole === "boolean";
    if (!isRange || !areFlags || Object.keys(others).length > 0) refuse(file, place, range, example);
    if (log && (from as number) <= 0) refuse(file, `${place}.from`, from, "a positive number, for log,");
  }
  return new Map(Object.entries(random as Record<string, Range>));
}

/** Every choice of one value of each, the last path's changing fastest. */
function product(grid: ReadonlyMap<string, readonly unknown[]>): Record<string, unknown>[] {
  return [...grid].reduce<Record<string, unknown>[]>(
    (chosen, [path, values]) => chosen.flatMap((before) => values.map((value) => ({ ...before, [path]: value }))),
    [{}],
  );
}

/** What is drawn, of each path from a stream of its own: another path beside it changes nothing, and more runs go on where fewer end. */
function draw(random: ReadonlyMap<string, Range>, runs: number, seed: number): Record<string, unknown>[] {
  const streams = [...random].map(([path, range]) => [path, range, new RandomStream(seed, `sweep ${path}`)] as const);
  return Array.from({ length: runs }, () =>
    Object.fromEntries(streams.map(([path, range, stream]) => [path, drawn(range, stream)])),
  );
}

/** From a list each alike; from a range evenly, with log evenly in the logarithm, to four digits. */
function drawn(range: Range, stream: RandomStream): unknown {
  if (Array.isArray(range)) return range[stream.below(range.length)];
  const { from, to, log, whole } = range as Exclude<Range, readonly unknown[]>;
  const share = stream.uniform();
  const value = log ? from * (to / from) ** share : from + (to - from) * share;
  return whole ? Math.min(to, Math.max(from, Math.round(value))) : Number(value.toPrecision(4));
}
