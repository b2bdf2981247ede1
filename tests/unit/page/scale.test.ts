import { expect, test } from "vitest";
import { roundLimit } from "../../../src/app/scale.ts";

test.each([
  [0.2, 0.2],
  [0.21, 0.25],
  [2.31, 2.5],
  [0.81, 1],
  [10, 10],
  [0, 1],
  [Number.POSITIVE_INFINITY, 1],
])("a scale for magnitudes up to %d ends at %d", (magnitude, limit) => {
  expect(roundLimit(magnitude)).toBeCloseTo(limit, 12);
});
