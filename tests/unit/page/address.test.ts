import fc from "fast-check";
import { expect, test } from "vitest";
import { readAddress, writeAddress } from "../../../src/app/address.ts";
import { recipeOf, spelledOut, withRecipe } from "../../../src/app/settings.ts";
import { gentleAugmentation } from "../../../src/model/augmentation.ts";
import { presets } from "../../../src/model/presets.ts";
import { anyRecipe } from "../../recipes.ts";

const defaults = {
  preset: "lenet",
  seed: 1,
  batch: 128,
  epochs: 1,
  device: "auto",
  shadow: 0,
  kernels: "default",
} as const;
const read = (query: string) => readAddress(query, presets);
/** What an address makes of the preset lenet. */
const recipe = (query: string) => recipeOf(read(query).settings);

test("an empty address is the default recipe, without a note", () => {
  expect(read("")).toEqual({ settings: defaults, notes: [] });
  expect(recipe("")).toEqual(presets.lenet);
});

test("what is written is read back", () => {
  const settings = {
    preset: "classic",
    seed: 2 ** 53 - 1,
    batch: 5000,
    epochs: 0.5,
    device: "cpu",
    shadow: 20,
    kernels: "tuned",
  } as const;
  expect(read(writeAddress(settings))).toEqual({ settings, notes: [] });
  const short = { ...settings, steps: 20 };
  expect(read(writeAddress(short))).toEqual({ settings: short, notes: [] });
});

test("the batch is that of the preset unless the address says another", () => {
  expect(read("?preset=classic").settings.batch).toBe(50);
  expect(read("?preset=classic&batch=7").settings.batch).toBe(7);
});

test("any recipe is read back as it was, with each preset as its pattern", () => {
  fc.assert(
    fc.property(anyRecipe, fc.constantFrom(...Object.keys(presets)), (wanted, preset) => {
      const settings = withRecipe({ ...defaults, preset }, spelledOut(wanted));
      const address = writeAddress(settings);
      expect(read(address)).toEqual({ settings, notes: [] });
      // As a browser keeps it.
      expect(read(new URL(address, "http://localhost/").search)).toEqual({ settings, notes: [] });
      expect(spelledOut(recipeOf(settings))).toEqual(spelledOut(wanted));
    }),
    { numRuns: 100 },
  );
});

test("only what is another than the preset's is said, in words that a person can change", () => {
  const layers = [
    { type: "flatten" },
    { type: "residual", layers: [{ type: "dense", units: 784 }, { type: "relu" }] },
    { type: "dense", units: 10 },
  ];
  const changed = withRecipe(defaults, {
    layers,
    optimizer: { type: "adam", learningRate: 0.002 },
    augmentation: { shift: 2, rotation: 0 },
  });
  expect(writeAddress(changed)).toBe(
    "?preset=lenet&seed=1&batch=128&epochs=1&device=auto" +
      "&layers=flatten,residual:layers=(dense:units=784,relu),dense:units=10" +
      "&optimizer=adam:learningRate=0.002&augment=shift=2",
  );
  expect(withRecipe(changed, presets.lenet)).toEqual(withRecipe(defaults, { augmentation: { shift: 2 } }));
  expect(withRecipe(changed, { ...presets.lenet, augmentation: {} })).toEqual(defaults);
});

test("an optimiser by its name alone is that of the command line", () => {
  expect(recipe("?optimizer=adam").optimizer).toEqual({ type: "adam", learningRate: 0.001 });
  expect(recipe("?optimizer=adam:learningRate=2").optimizer).toEqual({ type: "adam", learningRate: 2 });
  expect(recipe("?optimizer=momentum").optimizer).toEqual(presets.lenet.optimizer);
  expect(recipe("?optimizer=momentum:learningRate=2").optimizer).toEqual({
    type: "momentum",
    learningRate: 2,
    momentum: 0.9,
  });
});

test("pictures are varied gently, or as much as is said", () => {
  expect(recipe("?augment=yes").augmentation).toEqual(gentleAugmentation);
  expect(recipe("?augment=shift=3,noise=0.1").augmentation).toEqual({ shift: 3, noise: 0.1 });
  expect(recipe("?augment=no")).toEqual(presets.lenet);
});

test.each([
  ["preset", "nothing"],
  ["preset", "toString"],
  ["seed", "-1"],
  ["seed", "9007199254740992"],
  ["seed", "1.5"],
  ["seed", ""],
  ["seed", "0x10"],
  ["batch", "0"],
  ["batch", "1.5"],
  ["epochs", "0"],
  ["epochs", "1e999"],
  ["steps", "0.5"],
  ["device", "tpu"],
  ["augment", "maybe"],
  ["augment", "shift=-1"],
  ["augment", "shift=1,shift=2"],
  ["shadow", "-1"],
  ["kernels", "slow"],
  ["layers", ""],
  ["layers", "dense"],
  ["layers", "dense:units=10"],
  ["layers", "flatten,dense:units=10,"],
  ["layers", "flatten,dense:units=10)"],
  ["layers", "flatten,dense:units=10:units=11"],
  ["layers", "flatten,dense:units=1e999"],
  ["layers", "flatten,dense:units=10:__proto__=1"],
  ["layers", '{"type":"flatten","x":'],
  ["layers", "toString"],
  ["layers", "conv2d:filters=9999:kernel=5,flatten,dense:units=10"],
  ["layers", "flatten,dense:units=99999,dense:units=10"],
  ["layers", `${"relu,".repeat(5000)}flatten,dense:units=10`],
  ["layers", `${"residual:layers=(".repeat(5000)}relu`],
  ["layers", `${"[".repeat(5000)}`],
  ["loss", "guess"],
  ["loss", "squaredError:labelSmoothing=1"],
  ["initialization", "ones"],
  ["initialization", "3"],
  ["optimizer", "sgd:learningRate=fast"],
  ["optimizer", "sgd:learningRate=-1"],
  ["optimizer", "hope"],
  ["schedule", "cosine:end=2"],
  ["schedule", "daily"],
  ["order", "random"],
  ["input", "28x28"],
  ["input", "1x1x1"],
  ["name", "3"],
] as const)("%s=%s is not used, and a note says so", (name, value) => {
  const { settings, notes } = read(`?${new URLSearchParams({ [name]: value })}`);
  expect(settings).toEqual(defaults);
  expect(notes).toMatchObject([{ name, text: value }]);
  expect(notes[0].expected).toMatch(/expected|\. Use/);
});

test("of several parts only those that do not fit are left out", () => {
  const { settings, notes } = read("?layers=flatten,relu&loss=squaredError&schedule=weekly&optimizer=sgd");
  expect(notes.map(({ name }) => name)).toEqual(["layers", "schedule"]);
  expect(recipeOf(settings)).toMatchObject({
    loss: "squaredError",
    optimizer: { type: "sgd" },
  });
});

test("pictures of a person's own are asked for where the page has them; elsewhere MNIST is used, and that is said", () => {
  const own = { ...defaults, data: "own" };
  expect(readAddress("?data=own", presets, true)).toEqual({ settings: own, notes: [] });
  expect(writeAddress(readAddress("?data=own", presets, true).settings)).toContain("data=own");
  for (const query of ["?data=own", "?data=cifar"]) {
    const { settings, notes } = readAddress(query, presets);
    expect(settings).toEqual(defaults);
    expect(notes).toMatchObject([{ name: "data", text: query.slice(6), used: "MNIST" }]);
  }
});
