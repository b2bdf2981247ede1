/** What a run of a sweep has in place of the base's own: a value at a place of the recipe, named by a path such as `optimizer.learningRate`. */
import { SpecError } from "../../core/errors.ts";
import { recipeFields } from "../../model/readRecipe.ts";
import type { OptimizerSpec, Recipe } from "../../model/recipe.ts";
import { type OptimizerName, optimizerNames, withOptimizer } from "../../optimizers/index.ts";
import type { Length } from "../../train/course.ts";
import { type NumberKind, runNumbers } from "../../train/runNumbers.ts";

/** Values by their paths, in the order of the file. */
export type Settings = Readonly<Record<string, unknown>>;

/** What is varied. */
export interface Base {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly length: Length;
}

type Part = Record<string, unknown> | unknown[];

/** Of a run, and not of its recipe. */
const ofRun: Readonly<Record<string, NumberKind>> = {
  seed: runNumbers.seed,
  epochs: runNumbers.epochs,
  steps: runNumbers.steps,
};

const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null;

/** @throws SpecError where no recipe has such a place */
export function checkPath(place: string, path: string): void {
  const [first, ...rest] = path.split(".");
  const isRun = Object.hasOwn(ofRun, first) && rest.length === 0;
  const known: readonly string[] = recipeFields.filter((field) => field !== "name");
  if (isRun || (known.includes(first) && rest.every((word) => /^\w+$/.test(word) && !word.startsWith("__")))) return;
  throw new SpecError(
    `${place}: there is no such place in a run; a path from ${[...known, ...Object.keys(ofRun)].join(", ")} on was expected, such as ` +
      `"optimizer.learningRate" or "layers.0.filters". Correct it.`,
  );
}

/** Kinds first, which bring constants of their own; then what is whole before what is a part of it. */
function order(a: string, b: string): number {
  const rank = (path: string) => 2 * path.split(".").length - (path.endsWith(".type") ? 3 : 0);
  return rank(a) - rank(b);
}

/**
 * @param place begins messages: the file, and where in it
 * @throws SpecError where a path leads nowhere, or a number of the run cannot be one
 */
export function withSettings(place: string, base: Base, settings: Settings): Base {
  let { seed, length } = base;
  const recipe = structuredClone(base.recipe) as unknown as Record<string, unknown>;
  for (const path of Object.keys(settings).toSorted(order)) {
    const value = structuredClone(settings[path]);
    if (!Object.hasOwn(ofRun, path)) {
      put(`${place}: ${path}`, recipe, path.split("."), value);
      continue;
    }
    const { accepts, words } = ofRun[path];
    if (typeof value !== "number" || !accepts(value)) {
      throw new SpecError(`${place}: ${path} is ${JSON.stringify(value)}; ${words} was expected. Change it.`);
    }
    if (path === "seed") seed = value;
    else length = path === "steps" ? { steps: value } : { epochs: value };
  }
  return { recipe: recipe as unknown as Recipe, seed, length };
}

function put(place: string, recipe: Record<string, unknown>, path: readonly string[], value: unknown): void {
  if (path.join(".") === "optimizer.type" && optimizerNames.includes(value as OptimizerName)) {
    recipe.optimizer = withOptimizer(recipe.optimizer as OptimizerSpec, value as OptimizerName);
    return;
  }
  // Another kind comes with numbers of its own.
  if (path.length === 2 && path[1] === "type") {
    const own = recipe[path[0]];
    if (!isPart(own) || (own as { type?: unknown }).type !== value) recipe[path[0]] = { type: value };
    return;
  }
  let part: Part = recipe;
  for (const [depth, word] of path.entries()) {
    checkPlace(place, part, word);
    const isLast = depth === path.length - 1;
    const inside: unknown = (part as Record<string, unknown>)[word];
    if (isLast) (part as Record<string, unknown>)[word] = value;
    else if (isPart(inside)) part = inside;
    else part = open(place, part, word, inside);
  }
}

/** A list has what it has; an object may get another field, which those who read it may refuse. */
function checkPlace(place: string, part: Part, word: string): void {
  if (!Array.isArray(part) || (/^\d+$/.test(word) && Number(word) < part.length)) return;
  throw new SpecError(
    `${place}: ${word} is no place of a list of ${part.length}; one from 0 on was expected. Count again.`,
  );
}

/** An object where there was none: of a kind that was a name alone, or with nothing in it. */
function open(place: string, part: Part, word: string, inside: unknown): Part {
  if (inside !== undefined && typeof inside !== "string") {
    throw new SpecError(
      `${place}: ${word} is ${JSON.stringify(inside)}, which has no parts; an object was expected. Shorten the path.`,
    );
  }
  const opened = inside === undefined ? {} : { type: inside };
  (part as Record<string, unknown>)[word] = opened;
  return opened;
}

/** A value as people read it: `0.1`, `adam`, `{"type":"oneCycle"}`. */
export function valueWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `batch=64, optimizer.learningRate=0.1` */
export function settingsWords(settings: Settings): string {
  return Object.entries(settings)
    .map(([path, value]) => `${path}=${valueWords(value)}`)
    .join(", ");
}
