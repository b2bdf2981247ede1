/** The recipe that the options of a command name: a preset or a file, with what else they say put in its place. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { SpecError } from "../core/errors.ts";
import { presets } from "../model/presets.ts";
import { readRecipe } from "../model/readRecipe.ts";
import type { Recipe } from "../model/recipe.ts";
import { positive, runNumbers } from "../train/runNumbers.ts";
import { choice, number, text } from "./option.ts";
import { reasonOf } from "./writeFile.ts";

const DEFAULT_PRESET = "lenet";

const presetNames = Object.keys(presets);

export const networkOptions = {
  preset: choice("NAME", presetNames, `a network that comes along: ${presetNames.join(", ")}`),
  model: text("FILE.json", "a network of your own, in the form of a preset"),
} as const;

/** Each optimiser's constants, should the recipe have others. */
const optimizerDefaults = {
  sgd: { learningRate: 0.1 },
  momentum: { learningRate: 0.01, momentum: 0.9 },
  adam: { learningRate: 0.001 },
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
  optimizer: choice("NAME", ["sgd", "momentum", "adam"], "sgd, momentum or adam (default: the recipe's)"),
  "learning-rate": number(
    "RATE",
    positive,
    "learning rate, the peak of a schedule (default: the recipe's, or the optimizer's)",
  ),
  schedule: choice("NAME", ["constant", "oneCycle"], "constant or oneCycle (default: the recipe's)"),
} as const;

type Values<O extends Readonly<Record<string, { read: (name: string, text: string) => unknown }>>> = {
  readonly [K in keyof O]: ReturnType<O[K]["read"]> | undefined;
};

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
  return model === undefined ? presets[preset ?? DEFAULT_PRESET] : readModel(model);
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
  const { batch, optimizer, schedule } = given;
  const rate = given["learning-rate"];
  const base =
    optimizer === undefined || optimizer === recipe.optimizer.type
      ? recipe.optimizer
      : { type: optimizer, ...optimizerDefaults[optimizer] };
  return {
    ...recipe,
    ...(batch === undefined ? {} : { batch }),
    optimizer: { ...base, ...(rate === undefined ? {} : { learningRate: rate }) },
    ...(schedule === undefined || schedule === recipe.schedule?.type ? {} : { schedule: { type: schedule } }),
  };
}
