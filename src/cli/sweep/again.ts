/** The command that trains one run of a sweep by itself, to the same weights. */
import { join } from "node:path";
import { canonicalJson } from "../../core/canonicalJson.ts";
import { allPresets } from "../../model/failing.ts";
import type { Storage } from "../../plan/halfStorage.ts";
import type { DeviceChoice } from "../../train/openRun.ts";
import type { PlannedRun, Sweep } from "./readSweep.ts";

/** A word as a shell takes it for one. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Where the recipe of a run is written, to be trained alone. */
export const recipeFile = (folder: string, { id }: PlannedRun) => join(folder, "recipes", `${id}.json`);

/** Whether it is a preset as it is: its recipe needs no file. */
const isPreset = ({ recipe }: PlannedRun) => canonicalJson(allPresets[recipe.name] ?? null) === canonicalJson(recipe);

/** Arguments of `circledast`. */
export function argumentsOf(
  run: PlannedRun,
  { data }: Sweep,
  { folder, device, storage }: { folder: string; device?: DeviceChoice | undefined; storage?: Storage | undefined },
): string[] {
  const { recipe, seed, length } = run;
  const network = isPreset(run) ? ["--preset", recipe.name] : ["--model", recipeFile(folder, run)];
  const long = "steps" in length ? ["--steps", String(length.steps)] : ["--epochs", String(length.epochs)];
  const given = Object.entries({ data, device, storage }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return ["train", ...network, ...long, "--seed", String(seed), ...given];
}
