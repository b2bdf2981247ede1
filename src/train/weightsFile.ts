/** The file that weights are saved in: safetensors, with notes that say which network they are of and how they were trained. */
import { FormatError } from "../core/errors.ts";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "../io/safetensors.ts";
import { readRecipe } from "../model/readRecipe.ts";
import type { Recipe } from "../model/recipe.ts";

/** What a weights file holds. */
export interface SavedWeights {
  /** Parameters and running statistics. */
  readonly tensors: readonly NamedTensor[];
  /** Network and training; absent in files of others. */
  readonly recipe?: Recipe;
  /** Of the run that they come from. */
  readonly seed?: number;
  /** Steps trained. */
  readonly step?: number;
}

/** The bytes of a weights file. The same weights of the same run give the same bytes. */
export function encodeWeights({
  tensors,
  recipe,
  seed,
  step,
}: SavedWeights & { readonly recipe: Recipe }): Uint8Array<ArrayBuffer> {
  return encodeSafetensors(tensors, {
    preset: recipe.name,
    recipe: JSON.stringify(recipe),
    ...(seed === undefined ? {} : { seed: String(seed) }),
    ...(step === undefined ? {} : { step: String(step) }),
  });
}

/** How many batches PyTorch's batch normalisation has seen: beside its statistics, a whole number that nothing of ours depends on. */
const isCount = (name: string) => name.endsWith(".num_batches_tracked");

/**
 * What a weights file holds.
 *
 * @throws FormatError where it is no safetensors file, its notes cannot be read, or a weight is not finite
 * @throws SpecError where the recipe it notes is none
 */
export function decodeWeights(bytes: Uint8Array): SavedWeights {
  const { tensors, metadata } = decodeSafetensors(bytes, { leaveOut: isCount });
  for (const { name, data } of tensors) {
    const place = data.findIndex((value) => !Number.isFinite(value));
    if (place >= 0) {
      throw new FormatError(
        `${name}: its value ${place} is ${data[place]}; finite numbers were expected. Train again at a lower learning rate.`,
      );
    }
  }
  return {
    tensors,
    ...(metadata.recipe === undefined ? {} : { recipe: recipeOf(metadata.recipe) }),
    ...numbersOf(metadata),
  };
}

function recipeOf(text: string): Recipe {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`recipe: the note is no JSON (${String(cause)}); a recipe was expected. Save it again.`, {
      cause,
    });
  }
  return readRecipe("recipe", "unnamed", value);
}

/** Seed and step, where the file notes them: they inform, and nothing depends on them. */
function numbersOf({ seed, step }: Readonly<Record<string, string>>): { seed?: number; step?: number } {
  const known = Object.entries({ seed, step }).filter(([, text]) => /^\d{1,16}$/.test(text ?? ""));
  return Object.fromEntries(known.map(([name, text]) => [name, Number(text)]));
}
