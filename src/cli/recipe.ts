/** The recipe that the options of a command name: a preset or a file, with what else they say put in its place. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { SpecError } from "../core/errors.ts";
import { allPresets, failing } from "../model/failing.ts";
import { presets } from "../model/presets.ts";
import { readRecipe } from "../model/readRecipe.ts";
import type { Recipe } from "../model/recipe.ts";
import { orderNames } from "../train/order.ts";
import { runNumbers } from "../train/runNumbers.ts";
import { augmentOption } from "./augment.ts";
import { choice, number, text, type Values } from "./option.ts";
import { adjustOptimizer, adjustSchedule, updateOptions } from "./updateOptions.ts";
import { reasonOf } from "./writeFile.ts";

const DEFAULT_PRESET = "lenet";

const presetNames = Object.keys(allPresets);

export const networkOptions = {
  preset: choice(
    "NAME",
    presetNames,
    `a network that comes along: ${Object.keys(presets).join(", ")}; or one that fails on purpose: ${Object.keys(failing).join(", ")}`,
  ),
  model: text("FILE.json", "a network of your own, in the form of a preset"),
} as const;

export const lengthOptions = {
  epochs: number("N", runNumbers.epochs, "length in passes through the training set, fractions too (default: 1)"),
  steps: number("N", runNumbers.steps, "length in steps"),
} as const;

export const seedOption = number(
  "N",
  runNumbers.seed,
  "number that fixes initial weights and the order of samples (default: 1)",
);

export const trainingOptions = {
  batch: number("N", runNumbers.batch, "samples of one step (default: the recipe's)"),
  ...updateOptions,
  augment: augmentOption,
  order: choice("NAME", orderNames, `which sample comes when: ${orderNames.join(", ")} (default: the recipe's)`),
} as const;

export type NetworkChoice = Values<typeof networkOptions>;

/** @throws SpecError where both are given */
export function lengthOf({ epochs, steps }: Values<typeof lengthOptions>) {
  if (epochs !== undefined && steps !== undefined) {
    throw new SpecError(`--steps: it is given beside --epochs ${epochs}; one length was expected. Leave one out.`);
  }
  return steps === undefined ? { epochs: epochs ?? 1 } : { steps };
}

/**
 * @throws SpecError where both are given, or the file is no recipe
 */
export async function chooseRecipe({ preset, model }: NetworkChoice): Promise<Recipe> {
  if (preset !== undefined && model !== undefined) {
    throw new SpecError(
      `--model: ${model} is given beside --preset ${preset}; one network was expected. Leave one out.`,
    );
  }
  return model === undefined ? allPresets[preset ?? DEFAULT_PRESET] : readModel(model);
}

async function readModel(path: string): Promise<Recipe> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? `no JSON (${cause.message})` : `unreadable (${reasonOf(cause)})`;
    throw new SpecError(`--model: ${path} is ${found}; a recipe in JSON was expected. Check the file.`, { cause });
  }
  return readRecipe(path, basename(path, ".json"), value);
}

/** The recipe with what the options say in place of its own. Another optimiser comes with constants of its own. */
export function adjustRecipe(recipe: Recipe, given: Values<typeof trainingOptions>): Recipe {
  const { batch, augment, order } = given;
  const schedule = adjustSchedule(recipe.schedule, given);
  return {
    ...recipe,
    ...(batch === undefined ? {} : { batch }),
    ...(augment === undefined ? {} : { augmentation: augment }),
    ...(order === undefined ? {} : { order }),
    optimizer: adjustOptimizer(recipe.optimizer, given),
    ...(schedule === undefined ? {} : { schedule }),
  };
}
