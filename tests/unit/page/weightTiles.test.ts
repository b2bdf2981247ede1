import { expect, test } from "vitest";
import { gridOf, layoutOf } from "../../../src/app/network/weightTiles.ts";

const six = gridOf([6, 1, 5, 5]);

test("six kernels stand in full rows: three wide on a telephone, with cells nearly as large as in two", () => {
  expect(layoutOf(six, 358, 440).columns).toBe(3);
  expect(layoutOf(six, 600, 440).columns).toBe(3);
});

test.each([120, 358, 600, 1100])("all fit a width of %i, whatever their number", (width) => {
  for (const maps of [1, 2, 5, 6, 7, 16]) {
    const { columns, cell } = layoutOf(gridOf([maps, 1, 5, 5]), width, 440);
    expect(columns * cell * 5).toBeLessThanOrEqual(width);
    expect(cell).toBeGreaterThan(0);
  }
});
