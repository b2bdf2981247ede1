import { expect, test } from "vitest";
import {
  noOwn,
  ownAfter,
  reportWords,
  settingsForMnist,
  settingsForOwn,
  skippedWords,
} from "../../../src/app/own/own.ts";
import type { OwnReport } from "../../../src/app/own/protocol.ts";
import { type RunSettings, recipeOf } from "../../../src/app/settings.ts";

import { presets } from "../../../src/model/presets.ts";

const settings = { preset: "lenet", batch: 128, epochs: 1, seed: 1 } as RunSettings;
const report: OwnReport = {
  classes: [
    { name: "cat", train: 30, test: 5 },
    { name: "dog", train: 40, test: 7 },
  ],
  size: [28, 28],
  sizeBefore: "various",
  testGiven: false,
  inverted: true,
  skipped: [{ name: "x.txt", why: "not a picture" }],
  skippedCount: 3,
  samples: [],
};

const ten = { input: [1, 28, 28], classes: 10 } as const;

test("a batch has no more pictures than there are to learn from", () => {
  const two = { ...ten, classes: 2 };
  const own = settingsForOwn(settings, two, report);
  // One step an epoch: few pictures are seen often.
  expect(own).toEqual({ ...settings, data: "own", batch: 70, epochs: 300 });
  expect(settingsForOwn({ ...settings, batch: 16 }, two, report)).toMatchObject({ batch: 16, epochs: 75 });
  expect(settingsForOwn({ ...settings, epochs: 1000 }, two, report).epochs).toBe(1000);
  const steps = { ...settings, steps: 7 };
  expect(settingsForOwn(steps, two, report)).toEqual({ ...steps, data: "own", batch: 70 });
});

test("the last dense layer gets an output for each class, and ten for MNIST again", () => {
  for (const preset of ["lenet", "classic"]) {
    const own = settingsForOwn({ ...settings, preset }, ten, report);
    const outputs = recipeOf(own)
      .layers.filter(({ type }) => type === "dense")
      .map(({ units }) => units);
    expect(outputs.at(-1)).toBe(2);
    expect(outputs.slice(0, -1)).toEqual(preset === "lenet" ? [120, 84] : []);
    expect(settingsForMnist(own, 2)).toEqual({ ...settings, preset, batch: presets[preset].batch });
  }
});

test("a network of two numbers is replaced by one that reads pictures", () => {
  const points = { ...settings, preset: "sigmoid2", batch: 1 };
  const own = settingsForOwn(points, { input: [2, 1, 1], classes: 2 }, report);
  expect([own.preset, own.batch, recipeOf(own).input]).toEqual(["lenet", 70, [1, 28, 28]]);
});

test("it is said how many there are, where the test set is from, and what was done to them", () => {
  const words = reportWords(report).join(" ");
  expect(words).toContain("82 pictures in 2 classes: 70 to learn from, 12 to be tested on, one of seven of each class");
  expect(words).toContain("Resized to 28\u202f×\u202f28, from several sizes.");
  expect(words).toContain("inverted");
  const plain = reportWords({ ...report, testGiven: true, sizeBefore: undefined, inverted: false });
  expect(plain).toEqual(["82 pictures in 2 classes: 70 to learn from, 12 to be tested on."]);
  expect(skippedWords(report)).toEqual(["x.txt: not a picture.", "And 2 more."]);
});

test("what was read stays known while others are read, and if they cannot be", () => {
  const read = ownAfter(noOwn, { type: "ownData", is: "read", report });
  const again = ownAfter(read, { type: "ownData", is: "reading", done: 1, total: 2 });
  expect([again.report, again.progress?.done]).toEqual([report, 1]);
  const failed = ownAfter(again, { type: "ownData", is: "failed", message: "Broken." });
  expect(failed).toEqual({ report, failure: "Broken." });
});
