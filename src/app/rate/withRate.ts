import { type RunSettings, recipeOf, withRecipe } from "../settings.ts";

/** The settings with another learning rate. */
export function withRate(settings: RunSettings, learningRate: number): RunSettings {
  return withRecipe(settings, { optimizer: { ...recipeOf(settings).optimizer, learningRate } });
}
