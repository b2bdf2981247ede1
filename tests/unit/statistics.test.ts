import { expect, test } from "vitest";
import { median, spreadOf } from "../../src/core/statistics.ts";

test("the median of an even number of values is the mean of the middle two", () => {
  expect(spreadOf([4, 1, 3, 10])).toEqual({ min: 1, median: 3.5, max: 10 });
  expect(spreadOf([5, 1, 3])).toEqual({ min: 1, median: 3, max: 5 });
});

test("numbers are put in order by their size and not as text, and stay as they were given", () => {
  const given = [10, 9, 100];
  expect(median(given)).toBe(10);
  expect(given).toEqual([10, 9, 100]);
});

test("of nothing there is no median", () => {
  expect(median([])).toBeNaN();
});
