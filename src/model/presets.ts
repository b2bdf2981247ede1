import classic from "./presets/classic.json" with { type: "json" };
import convnet from "./presets/convnet.json" with { type: "json" };
import deep from "./presets/deep.json" with { type: "json" };
import lenet from "./presets/lenet.json" with { type: "json" };
import quick from "./presets/quick.json" with { type: "json" };
import sigmoid2 from "./presets/sigmoid2.json" with { type: "json" };
import type { Recipe } from "./recipe.ts";

/** Their names. */
export type PresetName = "sigmoid2" | "classic" | "quick" | "lenet" | "convnet" | "deep";

/** The networks that come along, by name. */
export const presets: Readonly<Record<string, Recipe>> & Readonly<Record<PresetName, Recipe>> = {
  sigmoid2,
  classic,
  quick,
  lenet,
  convnet,
  deep,
} as unknown as Record<PresetName, Recipe>;
