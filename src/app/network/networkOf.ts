/** The network that settings mean, as the views show it. */

import { canonicalJson } from "../../core/canonicalJson.ts";
import { describeLayers } from "../../layers/describe.ts";
import type { BuiltLayer } from "../../layers/network.ts";
import type { Recipe } from "../../model/recipe.ts";
import { type RunSettings, recipeOf } from "../settings.ts";

import { type Stage, stagesOf } from "./stages.ts";

export interface ShownNetwork {
  readonly recipe: Recipe;
  readonly built: readonly BuiltLayer[];
  /** The same list for all recipes with the same layers: what is drawn of them can stay. */
  readonly stages: readonly Stage[];
}

export type NetworkOf = (settings: RunSettings) => ShownNetwork;

/** As many as someone tries out in a row. */
const kept = 32;

/** Calls that give the same network give the same object. */
export function createNetworkOf(): NetworkOf {
  const bySettings = new WeakMap<RunSettings, ShownNetwork>();
  const byRecipe = new Map<string, ShownNetwork>();
  const byLayers = new Map<string, Pick<ShownNetwork, "built" | "stages">>();

  function remembered<T>(known: Map<string, T>, key: unknown, make: () => T): T {
    const name = canonicalJson(key);
    const found = known.get(name) ?? make();
    // The one used last stands at the end.
    known.delete(name);
    known.set(name, found);
    if (known.size > kept) known.delete(known.keys().next().value!);
    return found;
  }

  return (settings) => {
    const found = bySettings.get(settings);
    if (found !== undefined) return found;
    const recipe = recipeOf(settings);
    const network = remembered(byRecipe, recipe, () => {
      const layers = remembered(byLayers, [recipe.input, recipe.layers, recipe.loss], () => {
        const built = describeLayers(recipe);
        return { built, stages: stagesOf(recipe, built) };
      });
      return { recipe, ...layers };
    });
    bySettings.set(settings, network);
    return network;
  };
}
