import fc from "fast-check";
import { expect, test } from "vitest";
import { Curve } from "../../../src/app/evidence/curve.ts";

const drawn = (values: readonly number[]) => {
  const curve = new Curve();
  values.forEach((value, i) => curve.push(i + 1, value));
  return curve;
};

test("a short curve keeps every value", () => {
  const curve = drawn([3, 1, 2]);
  expect(curve.steps).toEqual([1, 2, 3]);
  expect(curve.means).toEqual([3, 1, 2]);
});

test("however long, a curve has few points and loses no peak, no total and no end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 3000 }),
      (values) => {
        const { steps, means, minima, maxima } = drawn(values);
        expect(steps.length).toBeLessThanOrEqual(128);
        expect(steps.at(-1)).toBe(values.length);
        expect(Math.min(...minima)).toBe(Math.min(...values));
        expect(Math.max(...maxima)).toBe(Math.max(...values));
        const total = means.reduce((sum, mean, i) => sum + mean * (steps[i] - (steps[i - 1] ?? 0)), 0);
        expect(total).toBeCloseTo(
          values.reduce((sum, value) => sum + value, 0),
          6,
        );
      },
    ),
  );
});

test("a loss that is no number leaves a gap and nothing else", () => {
  expect(drawn([1, Number.NaN, 2]).steps).toEqual([1, 3]);
});
