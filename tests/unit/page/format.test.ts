import { describe, expect, it } from "vitest";
import { figures, scientific } from "../../../src/app/look/format.ts";

describe("numbers as the page writes them", () => {
  it("have three significant figures, by a power of ten where they are small", () => {
    expect([0, 1.5, -0.12345, 12_345, 0.001, 0.000_999_9, -1.254e-6, 1e-12].map(figures)).toEqual([
      "0",
      "1.50",
      "−0.123",
      "12,300",
      "0.00100",
      "1.00·10⁻³",
      "−1.25·10⁻⁶",
      "1.00·10⁻¹²",
    ]);
    expect(figures(Number.NaN)).toBe("not a number");
  });

  it("are as long as they are where no figures are asked for, and powers of ten are only that", () => {
    expect([2.5e-5, 1e-5, 1e7, -3e20].map((value) => scientific(value))).toEqual([
      "2.5·10⁻⁵",
      "10⁻⁵",
      "10⁷",
      "−3·10²⁰",
    ]);
  });
});
