import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../../src/core/errors.ts";
import { checkFits, type Dataset } from "../../src/data/dataset.ts";
import { gunzip } from "../../src/data/gunzip.ts";
import { datasetFromIdx, parseIdxImages, parseIdxLabels, splitsFromIdx } from "../../src/data/idx.ts";

/** An IDX file: magic number, dimensions, elements. */
function idx(magic: number, dimensions: readonly number[], elements: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + elements.length);
  const view = new DataView(bytes.buffer);
  [magic, ...dimensions].forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
  bytes.set(elements, 4 + 4 * dimensions.length);
  return bytes;
}

const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const images = (count: number, height = 2, width = 3) =>
  idx(
    0x803,
    [count, height, width],
    Uint8Array.from({ length: count * height * width }, (_, i) => i),
  );
const labels = (...values: number[]) => idx(0x801, [values.length], values);
const named = (name: string, bytes: Uint8Array) => ({ name, bytes });

describe("an IDX file", () => {
  test("of images gives count, height, width and pixels", async () => {
    const expected = { count: 2, height: 2, width: 3, pixels: Uint8Array.from({ length: 12 }, (_, i) => i) };
    expect(await parseIdxImages("x", images(2))).toEqual(expected);
    expect(await parseIdxImages("x", gzip(images(2)))).toEqual(expected);
  });

  test("of labels gives one byte each", async () => {
    expect(await parseIdxLabels("x", labels(3, 0, 255))).toEqual(new Uint8Array([3, 0, 255]));
    expect(await parseIdxLabels("x", gzip(labels(3, 0, 255)))).toEqual(new Uint8Array([3, 0, 255]));
  });

  test("larger than the pieces it is decompressed in comes out whole", async () => {
    const pixels = new Uint8Array(300_000);
    for (let i = 0, x = 1; i < pixels.length; i++) {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
      pixels[i] = x >>> 24;
    }
    const parsed = await parseIdxImages("x", gzip(idx(0x803, [30, 100, 100], pixels)));
    expect(Buffer.compare(parsed.pixels, pixels)).toBe(0);
  });

  test("with a byte changed or cut is refused or read, gzipped or not, never a crash or a hang", async () => {
    const readOrRefused = async (bytes: Uint8Array) => {
      try {
        await parseIdxImages("x", bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    };
    for (const whole of [images(2), gzip(images(2))]) {
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), (at, value) => readOrRefused(whole.with(at, value))),
        { numRuns: 300 },
      );
      for (let length = 0; length < whole.length; length++) {
        await expect(parseIdxImages("x", whole.subarray(0, length))).rejects.toThrow(DataError);
      }
    }
  });
});

describe("an IDX file is refused", () => {
  const whole = images(2);
  const compressed = gzip(whole);
  test.each<[string, Uint8Array, string]>([
    [
      "with labels where images belong",
      labels(1, 2, 3, 4, 5, 6, 7, 8),
      "train: magic number 0x00000801 found where 0x00000803 (unsigned bytes, 3 dimensions) was expected. Is this a labels file?",
    ],
    ["with elements of another type", idx(0xd03, [1, 1, 1], [0, 0, 0, 0]), "magic number 0x00000d03 found"],
    ["that is a web page", new TextEncoder().encode("<!doctype html>"), "magic number 0x3c21646f found"],
    ["that is empty", new Uint8Array(0), "train: 0 bytes found; an IDX header of 16 was expected"],
    ["with a header cut short", whole.subarray(0, 15), "train: 15 bytes found; an IDX header of 16 was expected"],
    [
      "with a gzipped header cut short",
      gzip(whole.subarray(0, 15)),
      "15 bytes found; an IDX header of 16 was expected",
    ],
    ["one byte short", whole.subarray(0, -1), "train: 11 bytes found after the header; 2×2×3 = 12 were expected"],
    [
      "one gzipped byte short",
      gzip(whole.subarray(0, -1)),
      "11 bytes found after the header; 2×2×3 = 12 were expected",
    ],
    ["three bytes long", new Uint8Array([...whole, 1, 2, 3]), "15 bytes found after the header; 2×2×3 = 12 were"],
    [
      "gzipped and three bytes long",
      gzip(new Uint8Array([...whole, 1, 2, 3])),
      "more than 12 bytes found after the header",
    ],
    ["without images", images(0), "train: 0×2×3 images announced; at least one was expected"],
    ["with images of no width", images(2, 2, 0), "train: 2×2×0 images announced"],
    [
      "that announces more than is sane",
      idx(0x803, [2 ** 31, 28, 28], []),
      "bytes announced; at most 1073741824 are read",
    ],
    ["with gzip data cut short", compressed.subarray(0, -9), "train: broken gzip data ("],
    ["with nothing but gzip's first bytes", compressed.subarray(0, 2), "train: broken gzip data ("],
    ["with a gzip checksum that is wrong", compressed.with(-8, compressed.at(-8)! ^ 1), "train: broken gzip data ("],
    ["with a gzip length that is wrong", compressed.with(-1, compressed.at(-1)! ^ 1), "train: broken gzip data ("],
  ])("%s", async (_, bytes, message) => {
    const result = parseIdxImages("train", bytes);
    await expect(result).rejects.toThrow(DataError);
    await expect(result).rejects.toThrow(message);
  });

  test("with images where labels belong", async () => {
    await expect(parseIdxLabels("t", images(1))).rejects.toThrow(
      "t: magic number 0x00000803 found where 0x00000801 (unsigned bytes, 1 dimension) was expected. Is this an images file?",
    );
  });
});

describe("decompression", () => {
  // 200 MB of zeros in 200 kB.
  const bomb = gzip(new Uint8Array(200_000_000));

  test("stops at its limit, whatever else would come", async () => {
    const before = process.memoryUsage().arrayBuffers;
    const start = await gunzip(bomb, 1_000);
    expect(start).toEqual(new Uint8Array(1_000));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test("gives all where that is less than the limit", async () => {
    expect(await gunzip(gzip(new Uint8Array([1, 2])), 1_000)).toEqual(new Uint8Array([1, 2]));
  });
});

describe("a data set of two IDX files", () => {
  test("has shape [1, H, W], and one class more than its greatest label", async () => {
    const set = await datasetFromIdx("toy", named("i", images(3)), named("l", labels(4, 0, 2)));
    expect(set).toMatchObject({ name: "toy", shape: [1, 2, 3], count: 3, classes: 5 });
    expect(set.images.length).toBe(18);
    expect([...set.labels]).toEqual([4, 0, 2]);
  });

  test("is refused where the counts differ", async () => {
    await expect(datasetFromIdx("toy", named("i", images(3)), named("l", labels(1, 2)))).rejects.toThrow(
      new DataError("l: 2 labels found; 3 were expected, one for each picture of i. Give two files of the same set."),
    );
  });
});

describe("a training and a test half", () => {
  const files = {
    trainImages: named("ti", images(2)),
    trainLabels: named("tl", labels(0, 9)),
    testImages: named("si", images(1)),
    testLabels: named("sl", labels(11)),
  };

  test("agree on the number of classes", async () => {
    const { train, test } = await splitsFromIdx("toy", files);
    expect([train.count, train.classes, test.count, test.classes]).toEqual([2, 12, 1, 12]);
  });

  test("must have pictures of one size", async () => {
    await expect(splitsFromIdx("toy", { ...files, testImages: named("si", images(1, 3, 2)) })).rejects.toThrow(
      "si: pictures of 1×3×2 found; 1×2×3 were expected, as in ti.",
    );
  });
});

describe("a data set fits a network", () => {
  const set = (shape: Dataset["shape"], classes: number): Dataset => ({
    name: "data",
    shape,
    count: 0,
    classes,
    images: new Uint8Array(0),
    labels: new Uint8Array(0),
  });

  test("with its input's shape and an output for each class, or one output for two", () => {
    expect(() => checkFits(set([1, 28, 28], 10), [1, 28, 28], 10)).not.toThrow();
    expect(() => checkFits(set([1, 28, 28], 7), [1, 28, 28], 10)).not.toThrow();
    expect(() => checkFits(set([2, 1, 1], 2), [2, 1, 1], 1)).not.toThrow();
  });

  test("but not with images of another size", () => {
    expect(() => checkFits(set([1, 32, 32], 10), [1, 28, 28], 10)).toThrow(
      new DataError(
        "data: images are 1×32×32 but the model's input is 1×28×28. Change the model's input or choose other data.",
      ),
    );
  });

  test("nor with a label that it has no output for: the file and the place are named", async () => {
    const ten = await datasetFromIdx("toy", named("i", images(3)), named("l", labels(1, 10, 2)));
    expect(() => checkFits(ten, ten.shape, 10)).toThrow(
      "l: label 10 found at index 1; labels from 0 to 9 were expected, since the model's 10 outputs tell 10 classes apart. " +
        "Give its last layer 11 outputs or choose other data.",
    );
    expect(() => checkFits({ ...set([2, 1, 1], 3), labels: Uint8Array.of(0, 2) }, [2, 1, 1], 1)).toThrow(
      "data: label 2 found at index 1; labels from 0 to 1 were expected, since the model's 1 output tells 2 classes apart.",
    );
  });
});
