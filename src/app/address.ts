/** The address holds the recipe: `?preset=lenet&seed=1&batch=128&epochs=1&device=auto`. What it cannot mean is said, not guessed. */
import type { Recipe } from "../model/recipe.ts";
import type { RunSettings } from "./protocol.ts";

export type SettingName = keyof RunSettings;
/** For each setting that could not be used: why, and what is used instead. */
export type Notes = Partial<Record<SettingName, string>>;

export const limits = {
  seed: { min: 0, max: 4_294_967_295 },
  batch: { min: 1, max: 4096 },
  epochs: { min: 1, max: 1000 },
} as const;

export const devices = ["auto", "gpu", "cpu"] as const;
const defaultPreset = "lenet";

export function isWhole(name: keyof typeof limits, text: string): boolean {
  const { min, max } = limits[name];
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}

export function range(name: keyof typeof limits): string {
  return `a whole number from ${limits[name].min} to ${limits[name].max}`;
}

export function readAddress(
  query: string,
  presets: Readonly<Record<string, Recipe>>,
): { settings: RunSettings; notes: Notes } {
  const given = new URLSearchParams(query);
  const notes: Notes = {};

  function choose<T extends string>(name: SettingName, choices: readonly T[], fallback: T): T {
    const text = given.get(name);
    if (text === null) return fallback;
    if (choices.includes(text as T)) return text as T;
    notes[name] = `The address says ${name} “${text}”; there is ${choices.join(", ")}. ${capital(fallback)} is used.`;
    return fallback;
  }

  function whole(name: keyof typeof limits, fallback: number): number {
    const text = given.get(name);
    if (text === null) return fallback;
    if (isWhole(name, text)) return Number(text);
    notes[name] = `The address says ${name} “${text}”; it must be ${range(name)}. ${fallback} is used.`;
    return fallback;
  }

  const preset = choose("preset", Object.keys(presets), defaultPreset);
  const settings = {
    preset,
    seed: whole("seed", 1),
    batch: whole("batch", presets[preset].batch),
    epochs: whole("epochs", 1),
    device: choose("device", devices, "auto"),
  };
  return { settings, notes };
}

export function writeAddress({ preset, seed, batch, epochs, device }: RunSettings): string {
  return `?${new URLSearchParams({ preset, seed: `${seed}`, batch: `${batch}`, epochs: `${epochs}`, device })}`;
}

function capital(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
