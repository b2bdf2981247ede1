import { expect, test } from "vitest";
import { whiteOnBlack } from "../../src/app/worker/ownData.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { sortIntoClasses } from "../../src/data/folders.ts";
import { splitOff, splitsOf } from "../../src/data/split.ts";

const labels = Uint8Array.from({ length: 70 }, (_, i) => (i < 40 ? 0 : i < 68 ? 1 : i < 69 ? 2 : 4));

test("of each class a seventh is kept for testing, of a single sample none; the same every time", () => {
  const { train, test: kept } = splitOff(labels);
  expect([...train, ...kept].sort((a, b) => a - b)).toEqual([...labels.keys()]);
  const counts = [0, 1, 2, 4].map((label) => kept.filter((i) => labels[i] === label).length);
  expect(counts).toEqual([6, 4, 0, 0]);
  expect(splitOff(labels)).toEqual({ train, test: kept });
  expect(splitOff(Uint8Array.of(3, 3)).test.length).toBe(1);
});

test("a split set has every picture once, with its own label", () => {
  const images = Uint8Array.from({ length: 140 }, (_, i) => i);
  const set: Dataset = { name: "x", shape: [1, 1, 2], count: 70, classes: 5, images, labels };
  const { train, test: kept } = splitsOf(set);
  expect(train.count + kept.count).toBe(70);
  for (const part of [train, kept]) {
    for (let i = 0; i < part.count; i++) {
      const from = part.images[2 * i] / 2;
      expect([part.images[2 * i + 1], part.labels[i]]).toEqual([2 * from + 1, labels[from]]);
    }
  }
});

test("folders are classes in the order of their names; what lies beside them is in none", () => {
  const paths = [
    "pets/cat/a.png",
    "pets/dog 10/b.png",
    "pets/dog 9/c.png",
    "pets/notes.png",
    "d.png",
    "/pets/cat/e.png",
  ];
  const { classes, places } = sortIntoClasses(paths, 10);
  expect(classes).toEqual(["cat", "dog 9", "dog 10"]);
  expect(places.map((place) => place?.label)).toEqual([0, 2, 1, undefined, undefined, 0]);
});

test("folders named by digits are those digits, though some are missing; numbers beyond the outputs are names", () => {
  expect(sortIntoClasses(["3/a.png", "7/b.png"], 10)).toEqual({
    classes: ["0", "1", "2", "3", "4", "5", "6", "7"],
    places: [
      { label: 3, half: undefined },
      { label: 7, half: undefined },
    ],
  });
  expect(sortIntoClasses(["3/a.png", "70/b.png"], 10).classes).toEqual(["3", "70"]);
});

test("train and test above the classes are halves", () => {
  const { classes, places } = sortIntoClasses(
    ["x/train/a/1.png", "x/Testing/a/2.png", "x/train/b/3.png", "x/test/4.png"],
    10,
  );
  expect(classes).toEqual(["a", "b"]);
  expect(places).toEqual([
    { label: 0, half: "train" },
    { label: 0, half: "test" },
    { label: 1, half: "train" },
    undefined,
  ]);
});

test("pictures that are bright in the mean are inverted, both halves alike; dark ones stay", () => {
  const set = (...bytes: number[]): Dataset => ({
    name: "x",
    shape: [1, 1, 2],
    count: 1,
    classes: 1,
    images: Uint8Array.from(bytes),
    labels: Uint8Array.of(0),
  });
  const bright = whiteOnBlack({ train: set(255, 10), test: set(0, 20) });
  expect([bright.inverted, ...bright.splits.train.images, ...bright.splits.test.images]).toEqual([
    true,
    0,
    245,
    255,
    235,
  ]);
  const dark = { train: set(200, 10), test: set(255, 255) };
  expect(whiteOnBlack(dark)).toEqual({ splits: dark, inverted: false });
});
