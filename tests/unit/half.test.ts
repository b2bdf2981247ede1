import { describe, expect, it } from "vitest";
import { fromHalf, fromHalves, GREATEST_HALF, LEAST_HALF, roundHalf, toHalf, toHalves } from "../../src/core/half.ts";
import { RandomStream } from "../../src/core/random.ts";

const all = Array.from({ length: 0x1_0000 }, (_, bits) => bits);
const isNumber = (bits: number) => (bits & 0x7c00) !== 0x7c00;

describe("half precision", () => {
  it("has the numbers of IEEE 754", () => {
    const known: readonly (readonly [number, number])[] = [
      [0x3c00, 1],
      [0x3555, 0.333251953125],
      [0xc000, -2],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x7bff, 65_504],
      [0x7c00, Number.POSITIVE_INFINITY],
      [0xfc00, Number.NEGATIVE_INFINITY],
      [0x8000, -0],
    ];
    for (const [bits, value] of known) {
      expect(fromHalf(bits)).toBe(value);
      expect(toHalf(value)).toBe(bits);
    }
    expect([GREATEST_HALF, LEAST_HALF]).toEqual([fromHalf(0x7bff), fromHalf(1)]);
  });

  it("keeps every half as it is", () => {
    expect(all.filter((bits) => isNumber(bits) && toHalf(fromHalf(bits)) !== bits)).toEqual([]);
    expect(fromHalf(toHalf(Number.NaN))).toBeNaN();
  });

  it("rounds to the nearest, and half way to the even one", () => {
    const wrong = all.slice(0, 0x7bff).filter((bits) => {
      const [low, high] = [fromHalf(bits), fromHalf(bits + 1)];
      const [middle, little] = [(low + high) / 2, (high - low) / 1024];
      const even = bits % 2 === 0 ? bits : bits + 1;
      return (
        toHalf(middle) !== even || toHalf(middle - little) !== bits || toHalf(-middle - little) !== 0x8000 + bits + 1
      );
    });
    expect(wrong).toEqual([]);
  });

  it("has nothing beyond its greatest number", () => {
    expect(toHalf(65_519.99)).toBe(0x7bff);
    expect(toHalf(65_520)).toBe(0x7c00);
    expect(toHalf(-1e30)).toBe(0xfc00);
    expect(toHalf(LEAST_HALF / 2)).toBe(0);
    expect(toHalf(LEAST_HALF * 0.51)).toBe(1);
  });

  it("is within half a unit in the last place, times a factor or not", () => {
    const random = new RandomStream(1, "half");
    for (let i = 0; i < 1000; i++) {
      const value = (2 * random.uniform() - 1) * 2 ** (random.below(20) - 14);
      for (const factor of [1, 4096]) {
        const error = Math.abs(roundHalf(value / factor, factor) - value / factor);
        expect(error).toBeLessThanOrEqual(2 ** -11 * Math.abs(value / factor) + 2 ** -25 / factor);
      }
    }
  });

  it("is kept in words", () => {
    expect(toHalves([1, -2, 0.5], 2)).toEqual(Uint16Array.of(0x4000, 0xc400, 0x3c00, 0));
    expect(fromHalves(Uint16Array.of(0x4000, 0xc400), 2)).toEqual(Float32Array.of(1, -2));
  });
});
