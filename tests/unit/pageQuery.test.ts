/** `npm start` opens the page with its options in the address: the page must make the same recipe of it as `train` does of the options. */
import { describe, expect, test } from "vitest";
import { readAddress } from "../../src/app/address.ts";
import { recipeOf, spelledOut } from "../../src/app/settings.ts";
import { type AddressValues, addressOptions, argumentsOf, pageQuery } from "../../src/cli/pageQuery.ts";
import { adjustRecipe } from "../../src/cli/recipe.ts";
import { allPresets } from "../../src/model/failing.ts";

const none = Object.fromEntries(Object.keys(addressOptions).map((name) => [name, undefined])) as AddressValues;

/** The values that these arguments of the command line have. */
function valuesOf(args: readonly string[]): AddressValues {
  const read = args.map((arg) => {
    const [, name, text] = /^--([a-z-]+)=(.*)$/.exec(arg)!;
    return [name, addressOptions[name as keyof AddressValues].read(`--${name}`, text)];
  });
  return { ...none, ...Object.fromEntries(read) };
}

const sets: string[][] = [
  [],
  ["--preset=classic", "--seed=3", "--batch=50", "--epochs=0.5"],
  ["--preset=lenet", "--order=byLabel", "--steps=12", "--device=cpu"],
  ["--augment=shift=2,noise=0.05"],
  ["--augment=shift=2,rotation=10,scale=0.1,shear=5,noise=0.05"],
  ["--preset=classic", "--learning-rate=0.25"],
  ["--preset=sigmoid2", "--optimizer=momentum"],
  ["--preset=convnet", "--optimizer=adamW", "--weight-decay=0.01", "--clip-norm=1", "--average-decay=0.99"],
  ["--schedule=oneCycle", "--warmup=0.2"],
  ["--preset=classic", "--warmup=30"],
  ["--preset=noShuffling", "--order=shuffled"],
];

describe.each(sets)("%s %s %s", (...args) => {
  const given = valuesOf(args);

  test("means the same to the page", async () => {
    const { settings, notes } = readAddress(await pageQuery(given), allPresets);
    expect(notes).toEqual([]);
    const wanted = adjustRecipe(allPresets[given.preset ?? "lenet"], given);
    expect(spelledOut(recipeOf(settings))).toEqual(spelledOut(wanted));
    expect(settings).toMatchObject({ seed: given.seed ?? 1, device: given.device ?? "auto" });
    expect([settings.steps, settings.epochs]).toEqual([given.steps, given.epochs ?? 1]);
  });

  test("is handed on to training in Node as it was given", () => {
    expect(valuesOf(argumentsOf(given))).toEqual(given);
  });
});

test("every option comes into the address: none is dropped without a word", async () => {
  const examples: Readonly<Record<keyof AddressValues, string>> = {
    preset: "classic",
    seed: "9",
    batch: "7",
    optimizer: "adam",
    "learning-rate": "0.3",
    "weight-decay": "0.01",
    "clip-norm": "2",
    "average-decay": "0.9",
    schedule: "oneCycle",
    warmup: "0.1",
    augment: "shift=1",
    order: "byLabel",
    epochs: "2",
    steps: "5",
    device: "gpu",
  };
  const plain = readAddress(await pageQuery(none), allPresets).settings;
  for (const [name, text] of Object.entries(examples)) {
    const { settings } = readAddress(await pageQuery(valuesOf([`--${name}=${text}`])), allPresets);
    expect([name, settings]).not.toEqual([name, plain]);
  }
});
