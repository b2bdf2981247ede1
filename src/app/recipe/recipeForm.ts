/** The recipe: what the address holds, to be changed by hand. Every change starts a fresh run. */

import { gentleAugmentation, isAugmented } from "../../model/augmentation.ts";
import { failing, watchWords } from "../../model/failing.ts";
import type { Recipe } from "../../model/recipe.ts";
import { readNumber, runNumbers } from "../../train/runNumbers.ts";
import type { Actions } from "../actions.ts";
import { devices, type Note, type SettingName } from "../address.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { type RunSettings, recipeOf, withRecipe } from "../settings.ts";

import { dependingOn, type View } from "../view.ts";

const deviceWords: Readonly<Record<RunSettings["device"], string>> = {
  auto: "best",
  gpu: "GPU",
  cpu: "CPU",
};

const isFailing = (preset: string) => Object.hasOwn(failing, preset);

const numbers = ["seed", "batch", "epochs", "shadow"] as const;

const ownWords =
  "The address asks for somebody’s own pictures, which stay in the browser that they were chosen in. MNIST is used: choose yours at Data.";

function noteWords({ name, text, expected, used }: Note): string {
  if (name === "data" && text === "own") return ownWords;
  const instead = used === undefined ? "It is left out." : `${capital(used)} is used.`;
  return `The address says ${name} “${text}”: ${expected.replace(/\.$/, "")}. ${instead}`;
}

function capital(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

export function recipeForm(presets: Readonly<Record<string, Recipe>>, notes: readonly Note[], actions: Actions): View {
  const form = byId<HTMLFormElement>("recipe");
  const control = (name: SettingName) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
  let settings: RunSettings;
  const shown = new Map<string, string>();

  const option = (value: string, words: string) => html("option", { value }, words);
  const [fail, learn] = [
    Object.keys(presets).filter(isFailing),
    Object.keys(presets).filter((name) => !isFailing(name)),
  ];
  control("preset").append(
    ...learn.map((name) => option(name, name)),
    html("optgroup", { label: "Fail on purpose" }, ...fail.map((name) => option(name, name))),
  );
  control("device").append(...devices.map((name) => option(name, deviceWords[name])));
  control("augment").append(option("no", "as is"), option("yes", "varied"));
  control("kernels").append(option("default", "predicted"), option("tuned", "timed"));
  for (const name of numbers) {
    // Our own words say what is wrong with a number; the browser only needs to know what its arrows do.
    Object.assign(control(name), {
      min: Math.floor(runNumbers[name].examples[0]),
      step: name === "epochs" ? "any" : 1,
    });
  }
  for (const note of notes) say(note.name, noteWords(note), { isMore: true });

  /** @param isMore where several things are said at one place; `isWrong` unless it only tells what is so. */
  function say(name: SettingName, note: string, { isMore = false, isWrong = true } = {}): void {
    // Steps have no field: they stand for epochs; nor have the parts of a recipe, which stand with the preset.
    const place = document.getElementById(`${name === "steps" ? "epochs" : name}-note`) ?? byId("preset-note");
    place.textContent = isMore ? `${place.textContent} ${note}`.trim() : note;
    place.hidden = note === "";
    place.classList.toggle("quiet", !isWrong);
  }

  /** The settings as they stand in the form, or nothing where a number is not one: then its field says so. */
  function read(changed: SettingName): RunSettings | undefined {
    const text = control(changed).value;
    say(changed, "");
    const { steps, ...rest } = settings;
    const kept = steps === undefined || changed === "epochs" ? rest : settings;
    const name = numbers.find((one) => one === changed);
    if (name) {
      const value = readNumber(runNumbers[name], text);
      control(name).setAttribute("aria-invalid", `${value === undefined}`);
      if (value !== undefined) return { ...kept, [name]: value };
      say(name, `${capital(name)} must be ${runNumbers[name].words}.`);
      return undefined;
    }
    // Another network comes as its recipe was made.
    if (changed === "preset") {
      const { changes: _, ...others } = kept;
      return { ...others, preset: text, batch: presets[text].batch };
    }
    if (changed === "augment") return withRecipe(kept, { augmentation: text === "no" ? {} : gentleAugmentation });
    return { ...kept, [changed]: text };
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
      const { steps, changes: _, data: __, ...rest } = settings;
      const fields = { ...rest, augment: isAugmented(recipeOf(settings)) ? "yes" : "no" };
      byId("watch").textContent = watchWords[settings.preset] ?? "";
      for (const [name, value] of Object.entries(fields)) {
        const field = control(name as SettingName);
        // What somebody is writing just now stays; what was refused goes with the change of something else.
        const isOld = shown.get(name) === `${value}` && field.getAttribute("aria-invalid") !== "true";
        if (!isOld) field.value = `${value}`;
        shown.set(name, `${value}`);
      }
      if (steps !== undefined)
        say("steps", `The address asks for ${count(steps)} steps: they count, not epochs.`, { isWrong: false });
    },
  );
}
