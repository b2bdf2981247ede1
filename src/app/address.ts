/** The address holds the recipe: `?preset=lenet&seed=1&batch=128&epochs=1&device=auto`. What it cannot mean is said, not guessed. */
import type { Recipe } from "../model/recipe.ts";
import { readNumber, runNumbers } from "../train/runNumbers.ts";
import type { RunSettings } from "./protocol.ts";

export type SettingName = keyof RunSettings;

/** A part of the address that could not be used. */
export interface Note {
  readonly name: SettingName;
  readonly text: string;
  readonly expected: string;
  /** What is used instead; absent where the setting is left out. */
  readonly used?: string;
}

export const devices = ["auto", "gpu", "cpu"] as const;
const defaultPreset = "lenet";

/** @param hasOwn whether this page has read pictures of a person's own: an address cannot hold them */
export function readAddress(
  query: string,
  presets: Readonly<Record<string, Recipe>>,
  hasOwn = false,
): { settings: RunSettings; notes: readonly Note[] } {
  const given = new URLSearchParams(query);
  const notes: Note[] = [];

  function choose<T extends string>(name: SettingName, choices: readonly T[], fallback: T): T {
    const text = given.get(name);
    if (text === null) return fallback;
    if (choices.includes(text as T)) return text as T;
    notes.push({ name, text, expected: `one of ${choices.join(", ")}`, used: fallback });
    return fallback;
  }

  function number(name: keyof typeof runNumbers): number | undefined;
  function number(name: keyof typeof runNumbers, fallback: number): number;
  function number(name: keyof typeof runNumbers, fallback?: number): number | undefined {
    const text = given.get(name);
    if (text === null) return fallback;
    const value = readNumber(runNumbers[name], text);
    if (value !== undefined) return value;
    const used = fallback === undefined ? {} : { used: `${fallback}` };
    notes.push({ name, text, expected: runNumbers[name].words, ...used });
    return fallback;
  }

  const preset = choose("preset", Object.keys(presets), defaultPreset);
  const steps = number("steps");
  const wantsOwn = given.get("data") === "own";
  if (given.has("data") && !(wantsOwn && hasOwn)) {
    const expected = wantsOwn ? "files chosen in this page" : "own, or nothing";
    notes.push({ name: "data", text: given.get("data")!, expected, used: "MNIST" });
  }
  const settings = {
    preset,
    seed: number("seed", 1),
    batch: number("batch", presets[preset].batch),
    epochs: number("epochs", 1),
    ...(wantsOwn && hasOwn ? { data: "own" as const } : {}),
    ...(steps === undefined ? {} : { steps }),
    device: choose("device", devices, "auto"),
    augment: choose("augment", ["no", "yes"], "no"),
    shadow: number("shadow", 0),
    kernels: choose("kernels", ["default", "tuned"], "default"),
  };
  return { settings, notes };
}

/** What is switched off by itself need not be said. */
const silent: Partial<RunSettings> = { augment: "no", shadow: 0, kernels: "default" };

export function writeAddress(settings: RunSettings): string {
  const said = Object.entries(settings).filter(([name, value]) => silent[name as SettingName] !== value);
  return `?${new URLSearchParams(said.map(([name, value]) => [name, `${value}`]))}`;
}
