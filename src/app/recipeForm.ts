/** The recipe: what the address holds, to be changed by hand. Every change starts a fresh run. */
import type { Recipe } from "../model/recipe.ts";
import type { Actions } from "./actions.ts";
import { devices, isWhole, limits, type Notes, range, type SettingName } from "./address.ts";
import { byId, html } from "./elements.ts";
import type { RunSettings } from "./protocol.ts";
import { dependingOn, type View } from "./view.ts";

const deviceWords: Readonly<Record<RunSettings["device"], string>> = {
  auto: "best",
  gpu: "GPU",
  cpu: "CPU",
};

/** Offered to everyone; other presets are listed once the address has named them. */
const offered = ["classic", "lenet", "convnet"];

export function recipeForm(presets: Readonly<Record<string, Recipe>>, notes: Notes, actions: Actions): View {
  const form = byId<HTMLFormElement>("recipe");
  const control = (name: SettingName) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
  let settings: RunSettings;

  const option = (value: string, words: string) => html("option", { value }, words);
  const names = Object.keys(presets);
  const preset = control("preset");
  control("device").append(...devices.map((name) => option(name, deviceWords[name])));
  for (const [name, { min, max }] of Object.entries(limits)) {
    Object.assign(control(name as keyof typeof limits), { min, max, step: 1, required: true });
  }
  for (const [name, note] of Object.entries(notes)) say(name as SettingName, note);

  function say(name: SettingName, note: string): void {
    const place = byId(`${name}-note`);
    place.textContent = note;
    place.hidden = note === "";
  }

  /** The settings as they stand in the form, or nothing where a number is not one: then its field says so. */
  function read(changed: SettingName): RunSettings | undefined {
    const text = control(changed).value;
    say(changed, "");
    if (changed in limits) {
      const name = changed as keyof typeof limits;
      const valid = isWhole(name, text);
      control(name).setAttribute("aria-invalid", `${!valid}`);
      if (!valid) {
        say(name, `${name[0].toUpperCase()}${name.slice(1)} must be ${range(name)}.`);
        return undefined;
      }
      return { ...settings, [name]: Number(text) };
    }
    // Another network comes with the batch its recipe was made for.
    if (changed === "preset") return { ...settings, preset: text, batch: presets[text].batch };
    return { ...settings, [changed]: text };
  }

  form.addEventListener("change", ({ target }) => {
    const next = read((target as HTMLInputElement).name as SettingName);
    if (next) actions.open(next);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  return dependingOn(
    (state) => [state.settings],
    (state) => {
      settings = state.settings;
      if (![...preset.children].some((child) => (child as HTMLOptionElement).value === settings.preset)) {
        const listed = names.filter((name) => offered.includes(name) || name === settings.preset);
        preset.replaceChildren(...listed.map((name) => option(name, name)));
      }
      for (const [name, value] of Object.entries(settings)) control(name as SettingName).value = `${value}`;
    },
  );
}
