import { expect, test } from "vitest";
import { neighbour } from "../../../src/app/arithmetic/neighbour.ts";

const [up, down, left, right] = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

test.each([
  ["down in a map", [1, 2, 3, 4], 12 + 5, down, 12 + 9],
  ["right in a map", [1, 2, 3, 4], 12 + 5, right, 12 + 6],
  ["up in a kernel", [6, 1, 5, 5], 25 + 7, up, 25 + 2],
  ["on in a vector", [1, 10], 4, down, 5],
  ["over the last row into the next map", [1, 2, 3, 4], 9, down, undefined],
  ["over the edge of a row", [1, 2, 3, 4], 3, right, undefined],
  ["before the first", [1, 10], 0, up, undefined],
  ["beside a vector", [1, 10], 4, left, undefined],
] as const)("%s", (_, shape, place, direction, expected) => {
  expect(neighbour(shape, place, direction)).toBe(expected);
});
