import { describe, expect, it } from "vitest";
import { erf, erfc } from "../../src/core/erf.ts";

/** Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1, continued to 16 digits; the tails from 25-digit arithmetic. */
const known = [
  [0.1, 0.1124629160182849, 0.887537083981715],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [1, 0.8427007929497149, 0.1572992070502851],
  [1.5, 0.9661051464753108, 0.03389485352468927],
  [2, 0.9953222650189527, 0.004677734981047266],
  [3, 0.9999779095030014, 2.209049699858544e-5],
  [5, 0.9999999999984626, 1.537459794428035e-12],
  [10, 1, 2.088487583762545e-45],
  [26, 1, 5.663192408856143e-296],
] as const;

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

describe("the error function", () => {
  it.each(known)("of %d, and its complement", (x, value, complement) => {
    expect(relative(erf(x), value)).toBeLessThan(2e-15);
    expect(relative(erfc(x), complement)).toBeLessThan(4e-15);
    expect(erf(-x)).toBe(-erf(x));
    expect(relative(erfc(-x), 1 + value)).toBeLessThan(2e-15);
  });

  it("is 2x/√π near 0, to the last digits", () => {
    expect(relative(erf(1e-12), 2e-12 / Math.sqrt(Math.PI))).toBeLessThan(1e-15);
    expect(erf(0)).toBe(0);
    expect(erfc(0)).toBe(1);
  });

  it("is the same from both sides of where its formula changes", () => {
    expect(relative(erfc(1 + 2 ** -52), erfc(1 - 2 ** -53))).toBeLessThan(5e-15);
  });

  it("ends at ±1, its complement at 0 and 2", () => {
    expect([erf(1e30), erf(-1e30), erfc(1e30), erfc(-1e30)]).toEqual([1, -1, 0, 2]);
  });
});
