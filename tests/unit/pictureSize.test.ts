import { describe, expect, it, test } from "vitest";
import { mostPixels, pixelsIn, pixelsOf, portions } from "../../src/app/worker/pictureSize.ts";
import { pictureHeads } from "../pictureHeads.ts";

describe("how many pixels a picture has", () => {
  it.each(Object.entries(pictureHeads))("is told by the head of a %s", async (_, head) => {
    expect(pixelsIn(head(40, 30))).toBe(1200);
    // More than a camera takes, from a file of a few bytes.
    expect(await pixelsOf(new Blob([head(16_000, 16_000).slice()]))).toBe(256_000_000);
    expect(mostPixels).toBeLessThan(256_000_000);
  });

  it("is not told by what is no picture, is of another kind or is torn", () => {
    for (const text of ["", "no picture", "<svg width='9' height='9'/>", "P5 9 9 255 "])
      expect(pixelsIn(new TextEncoder().encode(text))).toBeUndefined();
    expect(pixelsIn(pictureHeads.png(0, 5))).toBeUndefined();
    expect(pixelsIn(pictureHeads.png(5, 5).slice(0, 18))).toBeUndefined();
  });

  it("is that of a picture from below to above too", () => {
    expect(pixelsIn(pictureHeads.bmp(40, -30))).toBe(1200);
  });
});

test("so many pictures are decoded at a time as have no more pixels together, and one in any case", () => {
  expect(portions([5, 4, 3, 9, 12, 1], (size) => size, 10)).toEqual([[5, 4], [3], [9], [12], [1]]);
  expect(portions([], Number, 10)).toEqual([]);
});
