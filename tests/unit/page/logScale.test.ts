import { expect, test } from "vitest";
import { logRange, markWords, numbered, positive } from "../../../src/app/evidence/logScale.ts";

test("what has no place on a logarithmic axis is left out, and what is absent stays so", () => {
  expect(positive([2, 0, -1, Number.POSITIVE_INFINITY, Number.NaN, undefined, null, 1e-30])).toEqual([
    2,
    null,
    null,
    null,
    null,
    undefined,
    null,
    1e-30,
  ]);
});

test("its ends are round, hold every value that has a place, and are a power of ten apart at least", () => {
  for (const values of [[2.3, 0.07], [1e6, 2.3, 0], [0.5], [3e-7, 9e-7], [1, 10], [0]]) {
    const [bottom, top] = logRange(values);
    const placed = values.filter((value) => value > 0);
    expect(bottom).toBeGreaterThan(0);
    expect(top / bottom).toBeGreaterThanOrEqual(10 * (1 - 1e-12));
    for (const value of placed) {
      expect(value).toBeGreaterThanOrEqual(bottom * (1 - 1e-12));
      expect(value).toBeLessThanOrEqual(top * (1 + 1e-12));
    }
    // Not more than a factor of two away, where they are more than a power of ten apart.
    if (placed.length > 0) expect(top).toBeLessThanOrEqual(2 * Math.max(...placed));
  }
});

test("marks have numbers where there is room", () => {
  const marks = [0.5, 0.6, 0.9, 1, 2, 3, 5];
  expect(numbered(marks, [0.5, 5])).toEqual([0.5, null, null, 1, 2, null, 5]);
  expect(numbered(marks, [0.01, 1e4])).toEqual([null, null, null, 1, null, null, null]);
});

test("marks are short", () => {
  expect([0.01, 0.5, 1, 200, 5000, 10_000, 2e6, 1e-3, 5e-12].map(markWords)).toEqual([
    "0.01",
    "0.5",
    "1",
    "200",
    "5000",
    "10⁴",
    "2·10⁶",
    "10⁻³",
    "5·10⁻¹²",
  ]);
});
