/** The parts of a recipe in the address: each by its name, in the form of `written.ts`, where it is another than the preset's. */

import { SpecError } from "../../core/errors.ts";
import { gentleAugmentation, readAmounts, writeAmounts } from "../../model/augmentation.ts";
import { readRecipe } from "../../model/readRecipe.ts";
import type { AugmentationSpec, OptimizerSpec, Recipe } from "../../model/recipe.ts";
import { optimizerNames, withOptimizer } from "../../optimizers/index.ts";
import { checkRecipe } from "../../train/checkRecipe.ts";
import {
  type RecipeChanges,
  type RecipePart,
  type RunSettings,
  recipeOf,
  recipeParts,
  withRecipe,
} from "../settings.ts";

import { checkSize } from "./checkSize.ts";
import { readItem, readList, readValue, writeItem, writeList, writeValue } from "./written.ts";

/** How a part is called there: augmentation as on the command line. */
export type PartName = Exclude<RecipePart, "augmentation"> | "augment";

function addressName(part: RecipePart): PartName {
  return part === "augmentation" ? "augment" : part;
}

/** A part that could not be used. */
export interface Refused {
  readonly name: PartName;
  readonly text: string;
  readonly why: string;
}

export function writeParts(changes: RecipeChanges): [name: PartName, text: string][] {
  return recipeParts
    .filter((part) => changes[part] !== undefined)
    .map((part) => [addressName(part), writePart(part, changes[part])]);
}

function writePart(part: RecipePart, value: unknown): string {
  if (part === "layers") return writeList(value as Recipe["layers"]);
  if (part === "augmentation") {
    const amounts = writeAmounts(value as AugmentationSpec);
    return amounts === writeAmounts(gentleAugmentation) ? "yes" : amounts || "no";
  }
  return typeof value === "object" && !Array.isArray(value) ? writeItem(value) : writeValue(value);
}

function readPart(part: RecipePart, text: string, own: Recipe): unknown {
  switch (part) {
    case "layers":
      return readList(text);
    case "loss":
    case "schedule":
      return readItem(text);
    case "optimizer":
      return completed(readItem(text), own.optimizer);
    case "augmentation":
      if (text === "no") return {};
      return text === "yes" ? gentleAugmentation : readAmounts("augment", text);
    default:
      return readValue(text);
  }
}

/** By its name alone another optimiser means what it means on the command line; what is said of it stands in place of that. */
function completed(said: unknown, own: OptimizerSpec): unknown {
  const { type, ...constants } = said as OptimizerSpec;
  const known = optimizerNames.find((name) => name === type);
  if (known === undefined) return said;
  const isBare = Object.keys(constants).length === 0;
  return isBare ? withOptimizer(own, known) : { ...withOptimizer({ type: "", learningRate: 0 }, known), ...constants };
}

/**
 * The settings with what the address says of the recipe.
 *
 * @param given what it says; the first of a name counts
 */
export function readParts(
  settings: RunSettings,
  given: URLSearchParams,
): { readonly settings: RunSettings; readonly refused: readonly Refused[] } {
  const refused: Refused[] = [];
  const own = recipeOf(settings);
  let parts: RecipeChanges = {};

  function refuse(part: RecipePart, error: unknown): void {
    if (!(error instanceof SpecError)) throw error;
    const name = addressName(part);
    refused.push({ name, text: given.get(name)!, why: error.message });
  }

  for (const part of recipeParts) {
    const text = given.get(addressName(part));
    if (text === null) continue;
    try {
      parts = { ...parts, [part]: readPart(part, text, own) };
    } catch (error) {
      refuse(part, error);
    }
  }
  const check = (some: RecipeChanges) => {
    const recipe = readRecipe("recipe", own.name, { ...own, ...some });
    checkSize(recipe);
    checkRecipe(recipe);
    return some;
  };
  // Together, or one after the other until one does not fit: then that one is to blame.
  let used: RecipeChanges = {};
  try {
    used = check(parts);
  } catch {
    for (const part of recipeParts.filter((name) => parts[name] !== undefined)) {
      try {
        used = check({ ...used, [part]: parts[part] });
      } catch (error) {
        refuse(part, error);
      }
    }
  }
  return { settings: withRecipe(settings, used), refused };
}
