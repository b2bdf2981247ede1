import { expect, test } from "vitest";
import { pixelsOf, roundLimit } from "../../../src/app/look/scale.ts";

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

test("a scale as pixels has the scale's colours, and clamps what lies beyond", () => {
  const grey = (value: number) => [100 + 100 * value, 50, 0] as const;
  const pixel = pixelsOf(grey);
  const [red, green, blue, alpha] = new Uint8Array(Uint32Array.of(pixel(0.5)).buffer);
  expect([red, green, blue, alpha]).toEqual([150, 50, 0, 255]);
  expect([pixel(2), pixel(-7), pixel(Number.NaN)]).toEqual([pixel(1), pixel(-1), pixel(0)]);
  expect(new Set([-1, -0.5, 0, 0.5, 1].map(pixel)).size).toBe(5);
});
