/**
 * The address holds the recipe: `?preset=lenet&seed=1&batch=128&epochs=1&device=auto`, and what of it is another than the preset's:
 * `&optimizer=adam:learningRate=0.002`. What it cannot mean is said, not guessed.
 */

import type { Recipe } from "../model/recipe.ts";
import { readNumber, runNumbers } from "../train/runNumbers.ts";
import { type PartName, readParts, writeParts } from "./recipe/addressParts.ts";
import type { RunSettings } from "./settings.ts";

export type SettingName = Exclude<keyof RunSettings, "changes"> | PartName;

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
    notes.push({ name, text, expected: `one of ${choices.join(", ")} was expected`, used: fallback });
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
    notes.push({ name, text, expected: `${runNumbers[name].words} was expected`, ...used });
    return fallback;
  }

  const preset = choose("preset", Object.keys(presets), defaultPreset);
  const steps = number("steps");
  const wantsOwn = given.get("data") === "own";
  if (given.has("data") && !(wantsOwn && hasOwn)) {
    const expected = `${wantsOwn ? "files chosen in this page" : "own, or nothing,"} was expected`;
    notes.push({ name: "data", text: given.get("data")!, expected, used: "MNIST" });
  }
  const plain: RunSettings = {
    preset,
    seed: number("seed", 1),
    batch: number("batch", presets[preset].batch),
    epochs: number("epochs", 1),
    ...(wantsOwn && hasOwn ? { data: "own" as const } : {}),
    ...(steps === undefined ? {} : { steps }),
    device: choose("device", devices, "auto"),
    shadow: number("shadow", 0),
    kernels: choose("kernels", ["default", "tuned"], "default"),
  };
  const { settings, refused } = readParts(plain, given);
  notes.push(...refused.map(({ name, text, why }): Note => ({ name, text, expected: why, used: "the preset's" })));
  return { settings, notes };
}

/** What is switched off by itself need not be said. */
const silent: Partial<RunSettings> = { shadow: 0, kernels: "default" };

export function writeAddress({ changes = {}, ...settings }: RunSettings): string {
  const said = Object.entries(settings).filter(([name, value]) => silent[name as keyof typeof silent] !== value);
  const all = [...said.map(([name, value]) => [name, `${value}`]), ...writeParts(changes)];
  return `?${all.map(([name, text]) => `${name}=${encoded(text)}`).join("&")}`;
}

/** The text as a part of an address, with those signs left as they are that mean nothing there and that people read. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2C|3D)/g, decodeURIComponent);
}
