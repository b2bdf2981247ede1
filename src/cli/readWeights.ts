/** Weights files that commands are given. */
import { readFile } from "node:fs/promises";
import { FormatError, SpecError } from "../core/errors.ts";
import type { Recipe } from "../model/recipe.ts";
import { decodeWeights, type SavedWeights } from "../train/weightsFile.ts";
import { chooseRecipe, type NetworkChoice } from "./recipe.ts";
import { reasonOf } from "./writeFile.ts";

/**
 * @param option the option that names the file, for the message
 * @throws SpecError where it cannot be read
 */
export async function readGiven(option: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new SpecError(`${option}: ${path} is unreadable (${reasonOf(cause)}); a file was expected. Check the name.`, {
      cause,
    });
  }
}

/** Does something with a file; what is wrong with the file is said with its name. */
export function ofFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FormatError || cause instanceof SpecError)) throw cause;
    throw new FormatError(`${path}: ${cause.message}`, { cause });
  }
}

/** @throws SpecError where the file cannot be read; FormatError where it holds no weights */
export async function readWeights(path: string): Promise<SavedWeights> {
  const bytes = await readGiven("--weights", path);
  return ofFile(path, () => decodeWeights(bytes));
}

/**
 * The network that weights are for: the one that the options name, else the one that the file names.
 *
 * @throws SpecError where neither does
 */
export function recipeFor(path: string, { recipe }: SavedWeights, network: NetworkChoice): Promise<Recipe> | Recipe {
  if (network.preset !== undefined || network.model !== undefined) return chooseRecipe(network);
  if (recipe !== undefined) return recipe;
  throw new SpecError(
    `${path}: it does not say which network it is for; a note of its recipe was expected. Give --preset or --model.`,
  );
}

/** The value of an option that a command does not do without. @throws SpecError where it is not given */
export function required<T extends string>(name: string, value: T | undefined, expected: string): T {
  if (value !== undefined) return value;
  throw new SpecError(`--${name}: it is not given; ${expected} was expected. Give one.`);
}
