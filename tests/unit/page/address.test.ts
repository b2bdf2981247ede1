import { expect, test } from "vitest";
import { readAddress, writeAddress } from "../../../src/app/address.ts";
import { presets } from "../../../src/model/presets.ts";

const defaults = {
  preset: "lenet",
  seed: 1,
  batch: 128,
  epochs: 1,
  device: "auto",
  augment: "no",
  shadow: 0,
  kernels: "default",
};

test("an empty address is the default recipe, without a note", () => {
  expect(readAddress("", presets)).toEqual({ settings: defaults, notes: [] });
});

test("what is written is read back", () => {
  const settings = {
    preset: "classic",
    seed: 2 ** 53 - 1,
    batch: 5000,
    epochs: 0.5,
    device: "cpu",
    augment: "yes",
    shadow: 20,
    kernels: "tuned",
  } as const;
  expect(readAddress(writeAddress(settings), presets)).toEqual({ settings, notes: [] });
  const short = { ...settings, steps: 20 };
  expect(readAddress(writeAddress(short), presets)).toEqual({ settings: short, notes: [] });
});

test("the batch is that of the preset unless the address says another", () => {
  expect(readAddress("?preset=classic", presets).settings.batch).toBe(50);
  expect(readAddress("?preset=classic&batch=7", presets).settings.batch).toBe(7);
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
  ["shadow", "-1"],
  ["kernels", "slow"],
] as const)("%s=%s is not used, and a note says so", (name, value) => {
  const { settings, notes } = readAddress(`?${new URLSearchParams({ [name]: value })}`, presets);
  expect(settings).toEqual(defaults);
  expect(notes).toMatchObject([{ name, text: value }]);
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
