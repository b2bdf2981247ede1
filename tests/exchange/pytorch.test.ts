/** Scripts for PyTorch: they train as we do, and what they save loads here. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Recipe } from "../../src/model/recipe.ts";
import { scriptRecipes } from "./scriptRecipes.ts";
import { dataFor, forLosses, ourLosses, runScripts, STEPS, writeScript } from "./scripts.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-script-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder of a run of its own. */
function placeFor(name: string): string {
  const place = join(folder, name.replaceAll(/\W/g, "_"));
  mkdirSync(place, { recursive: true });
  return place;
}

async function theirLosses(recipes: Readonly<Record<string, Recipe>>, change?: (text: string) => string) {
  const runs = [];
  for (const [name, recipe] of Object.entries(recipes)) {
    const written = await writeScript(placeFor(name + (change ? " wrong" : "")), recipe, dataFor(recipe), change);
    runs.push({ script: written.script, args: forLosses(written) });
  }
  const printed = runScripts(runs) as string[];
  return new Map(Object.keys(recipes).map((name, i) => [name, JSON.parse(printed[i]) as number[]]));
}

/**
 * How far losses may be off by each step, in single precision: eight units in the last place of the greatest; and as far as the reference itself
 * is carried when its first weights are moved by 2⁻²⁰ of themselves, some units in their last place. Where that turns choices of ReLU or
 * pooling, or where Adam divides by gradients near 0, it is carried far.
 */
async function boundsOf(recipe: Recipe, ours: readonly number[]): Promise<number[]> {
  const moved = await ourLosses(recipe, dataFor(recipe), 2 ** -20);
  const close = 8 * 2 ** -23 * Math.max(...ours);
  const carried = ours.map((loss, step) => Math.abs(moved[step] - loss));
  return carried.map((_, step) => close + Math.max(...carried.slice(0, step + 1)));
}

/** Steps in which losses are farther from ours than they may be. */
async function wrongSteps(recipe: Recipe, losses: readonly number[]): Promise<number[]> {
  expect(losses).toHaveLength(STEPS);
  const ours = await ourLosses(recipe, dataFor(recipe));
  const bounds = await boundsOf(recipe, ours);
  return ours.flatMap((loss, step) => (Math.abs(losses[step] - loss) <= bounds[step] ? [] : [step]));
}

describe("the first ten losses of a script are ours", async () => {
  const theirs = await theirLosses(scriptRecipes);
  test.each(Object.keys(scriptRecipes))("%s", async (name) => {
    expect(await wrongSteps(scriptRecipes[name], theirs.get(name)!)).toEqual([]);
  });
});

/** What could be wrong with a script: a recipe, what stands there, what could stand there, and the first loss that shows it. */
const mistakes: readonly [what: string, recipe: string, found: string | RegExp, wrong: string, step: number][] = [
  ["another momentum", "lenet", "momentum=0.9", "momentum=0.89", 2],
  ["another β₂", "quick", "0.95)", "0.9)", 2],
  ["weight decay left out", "weight decay, warm-up as a share", ", weight_decay=0.01", "", 1],
  ["another norm", "a clipped gradient and averaged weights", "parameters(), 0.1)", "parameters(), 0.11)", 1],
  ["one step more of warm-up", "momentum looking ahead, down a stair", "warmup = 3", "warmup = 4", 1],
  ["the kernel as it stands", "dilation and the mean of every map", ".flip(2, 3)", "", 0],
  ["sides exchanged", "uneven padding, maximum", "1, 2), float", "2, 1), float", 0],
  ["padding counted", "uneven padding, mean without it", /rows=slice\(\d+, \d+\)/, "rows=slice(0, 99)", 0],
  ["another seed of the order", "lenet", '"shuffle", epoch', '"shuffle", epoch + 1', 0],
  ["the order of the first epoch kept", "lenet", '"shuffle", epoch', '"shuffle", 0', 7],
];

describe("a mistake in a script is found", () => {
  test.each(mistakes)("%s", async (_, name, found, wrong, first) => {
    const change = (text: string) => {
      const changed = text.replace(found, wrong);
      expect(changed).not.toBe(text);
      return changed;
    };
    const losses = (await theirLosses({ [name]: scriptRecipes[name] }, change)).get(name)!;
    expect((await wrongSteps(scriptRecipes[name], losses))[0]).toBe(first);
  });
});
