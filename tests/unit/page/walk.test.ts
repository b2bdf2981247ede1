import { expect, test } from "vitest";
import { middle, walked } from "../../../src/app/look/walk.ts";

const maps = { maps: 3, height: 4, width: 5, count: 60 };
/** 11 features in columns of 4: the last cell is none. */
const vector = { maps: 1, height: 4, width: 3, count: 11 };

test.each([
  ["right", maps, 20 + 7, "ArrowRight", 20 + 8],
  ["left", maps, 20 + 7, "ArrowLeft", 20 + 6],
  ["up", maps, 20 + 7, "ArrowUp", 20 + 2],
  ["down", maps, 20 + 7, "ArrowDown", 20 + 12],
  ["to the next map", maps, 20 + 7, "PageDown", 40 + 7],
  ["to the map before", maps, 20 + 7, "PageUp", 7],
  ["not beyond a row", maps, 4, "ArrowRight", undefined],
  ["not beyond a column", maps, 15, "ArrowDown", undefined],
  ["not above the first row", maps, 23, "ArrowUp", undefined],
  ["not beyond the last map", maps, 45, "PageDown", undefined],
  ["not before the first map", maps, 5, "PageUp", undefined],
  ["not to where there is no number", vector, 10, "ArrowRight", undefined],
  ["nowhere by another key", maps, 5, "x", undefined],
] as const)("%s", (_, shape, place, key, expected) => {
  expect(walked(shape, place, key)).toBe(expected);
});

test("one begins in the middle, where there is a number", () => {
  expect(middle(maps)).toBe(12);
  expect(middle({ maps: 1, height: 1, width: 1, count: 1 })).toBe(0);
  expect(middle(vector)).toBeLessThan(11);
});
