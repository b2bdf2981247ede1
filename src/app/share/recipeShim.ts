import { gentleAugmentation } from "../../model/augmentation.ts";
import { presets } from "../../model/presets.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { RunSettings } from "../protocol.ts";
export function recipeOf({ preset, batch, augment }: RunSettings): Recipe {
  return { ...presets[preset], batch, ...(augment === "yes" ? { augmentation: gentleAugmentation } : {}) };
}
export function withRecipe(settings: RunSettings, recipe: Recipe): RunSettings {
  return { ...settings, batch: recipe.batch, augment: recipe.augmentation ? "yes" : "no" };
}
