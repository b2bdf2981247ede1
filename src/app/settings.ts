/** What the settings of a run mean: its recipe, a preset with some of its parts changed. */
import { canonicalJson } from "../core/canonicalJson.ts";
import { allPresets } from "../model/failing.ts";
import type { Recipe } from "../model/recipe.ts";

/** The parts of a recipe that are others than the preset's. The batch is a setting of its own. */
export type RecipeChanges = Partial<Omit<Recipe, "batch">>;

/** What the address holds: the whole of a run. */
export interface RunSettings {
  readonly preset: string;
  readonly seed: number;
  readonly batch: number;
  readonly epochs: number;
  /** Pictures of a person's own, which the worker has read; else MNIST or, for a network of two numbers, points. */
  readonly data?: "own";
  /** Length in steps instead of epochs, where given. */
  readonly steps?: number;
  readonly device: "auto" | "gpu" | "cpu";
  /** What of the recipe is another than the preset's; absent where nothing is. */
  readonly changes?: RecipeChanges;
  /** Every so many steps one is computed by the reference as well; 0: never. */
  readonly shadow: number;
  /** Kernels as predicted, or the fastest on this device: timed once, beside a run with those predicted, and kept by the browser. */
  readonly kernels: "default" | "tuned";
}

export type RecipePart = keyof RecipeChanges;

/** Every part, in the order in which the address says them. */
export const recipeParts = [
  "name",
  "input",
  "layers",
  "loss",
  "initialization",
  "optimizer",
  "schedule",
  "augmentation",
  "order",
] as const satisfies readonly RecipePart[];

/** What a recipe means that does not say. */
const silent: RecipeChanges = {
  initialization: "fanInUniform",
  schedule: { type: "constant" },
  augmentation: {},
  order: "shuffled",
};

/** The recipe with all that it means without saying it. */
export function spelledOut(recipe: Recipe): Recipe {
  return { ...silent, ...recipe };
}

export function recipeOf({ preset, batch, changes }: RunSettings): Recipe {
  return { ...allPresets[preset], ...changes, batch };
}

/** One way to say what can be said in several. */
function plain(recipe: Partial<Recipe>, part: RecipePart): unknown {
  const value = recipe[part] ?? silent[part];
  if (part === "loss" && typeof value === "object" && Object.keys(value).length === 1)
    return (value as { type: string }).type;
  if (part !== "augmentation") return value;
  return Object.fromEntries(Object.entries(value as object).filter(([, amount]) => amount !== 0));
}

/** The same run with these parts in place of the recipe's; what is the preset's own again is not said. */
export function withRecipe(settings: RunSettings, parts: Partial<Recipe>): RunSettings {
  const { changes: _, ...rest } = settings;
  const wanted = { ...recipeOf(settings), ...parts };
  const changed = recipeParts.filter(
    (part) => canonicalJson(plain(wanted, part)) !== canonicalJson(plain(allPresets[settings.preset], part)),
  );
  const said = Object.fromEntries(changed.map((part) => [part, plain(wanted, part)])) as RecipeChanges;
  return { ...rest, batch: wanted.batch, ...(changed.length > 0 ? { changes: said } : {}) };
}

export function sameSettings(a: RunSettings, b: RunSettings): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Whether both have the same layers, so that what is known of one network can be shown of the other. */
export function sameNetwork(a: RunSettings, b: RunSettings): boolean {
  const networkOf = (settings: RunSettings) => {
    const { input, layers, loss } = recipeOf(settings);
    return canonicalJson([input, layers, loss]);
  };
  return networkOf(a) === networkOf(b);
}
