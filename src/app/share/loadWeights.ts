/** Loads a file of weights into the page: the worker reads it, then a run begins with them. Imported when it is first asked for. */
import { canonicalJson } from "../../core/canonicalJson.ts";
import { CircledastError } from "../../core/errors.ts";
import { allPresets } from "../../model/failing.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { Actions } from "../actions.ts";
import { html } from "../look/elements.ts";
import { count, megabytes } from "../look/format.ts";
import { recipeOf, recipeParts, spelledOut, withRecipe } from "../settings.ts";
import type { PageState } from "../state.ts";
import type { WeightsRead } from "../weightFiles.ts";
import { convert } from "./onnx.ts";

type Say = (...parts: readonly (string | HTMLElement)[]) => void;
type Readable = Extract<WeightsRead, { refused?: undefined }>;

/** No network that trains here has more; and a page that reads more may run out of memory. */
const mostBytes = 256e6;

/** The parts of two recipes that are not the same, but for what they are called. */
function otherParts(a: Recipe, b: Recipe): string[] {
  const [one, other] = [spelledOut(a), spelledOut(b)];
  const parts = [...recipeParts, "batch"] as const;
  return parts.filter((part) => part !== "name" && canonicalJson(one[part]) !== canonicalJson(other[part]));
}

export async function loadWeights(file: File, state: () => PageState, actions: Actions, say: Say): Promise<void> {
  if (file.size > mostBytes) {
    return say(`${file.name} has ${megabytes(file.size)}\u202fMB: too much for weights of a network that trains here.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  let given = { bytes, notes: [] as readonly string[] };
  try {
    if (file.name.endsWith(".onnx")) {
      given = await convert({ to: "weights", bytes, name: file.name.replace(/\.onnx$/, "") });
    }
  } catch (error) {
    if (!(error instanceof CircledastError)) throw error;
    return say(`${file.name} cannot be taken. Nothing has changed.`, error.message);
  }
  const read = await actions.readWeights(given.bytes);
  if (read.refused !== undefined) return say(...refusedWords(file.name, read.refused));
  const { recipe, misfit } = read;
  const { settings, claim } = state();
  const fits = misfit === undefined;
  const others = recipe === undefined ? [] : otherParts(recipe, recipeOf(settings));
  if (fits) actions.open(settings, { claim, origin: { filename: file.name, step: read.step } }, read.tensors);
  say(
    fits ? loadedWords(file.name, read.step) : `${file.name} is of another network. ${misfit}`,
    ...(fits && others.length > 0 ? [`Its own recipe has another ${listed(others)}.`] : []),
    ...given.notes,
    ...(recipe !== undefined && others.length > 0 ? [opener(recipe)] : []),
  );

  /** Opens the recipe that the weights were trained with, and begins with them. */
  function opener(recipe: Recipe): HTMLElement {
    const words = fits ? "Open its recipe" : "Open its recipe, with these weights";
    const button = html("button", { type: "button", class: "link" }, words);
    button.addEventListener("click", () => {
      const { tensors, seed, step } = read as Readable;
      const { steps: _, ...now } = state().settings;
      const preset = recipe.name in allPresets ? recipe.name : now.preset;
      const settings = withRecipe({ ...now, preset, seed: seed ?? now.seed }, spelledOut(recipe));
      actions.open(settings, { origin: { filename: file.name, step } }, tensors);
      say(loadedWords(file.name, step));
    });
    return button;
  }
}

/** What the file is not, in words that need no knowledge of its format; what was found in it comes after. */
export function refusedWords(filename: string, found: string): [string, string] {
  return [
    `${filename} is no weights file of circledast (safetensors). Nothing has changed: choose one that Save has written.`,
    `What was found in it: ${found}`,
  ];
}

function loadedWords(filename: string, step: number | undefined): string {
  const trained = step === undefined ? "" : `, trained for ${count(step)} steps`;
  return `Loaded: ${filename}${trained}. A run begins with these weights at step 0; what the optimiser keeps is not in the file and begins anew.`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? `${parts}` : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
