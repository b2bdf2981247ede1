import { expect, test } from "vitest";
import { inkOn, pixelsOf, roundLimit, steadyLimit } from "../../../src/app/look/scale.ts";

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

test.each([
  [1, 1.5, 1.5],
  [1, 0.25, 1],
  [1, 0.2, 0.2],
  [0, 0.01, 0.01],
])("a limit of %d becomes, by values that have %d of their own, %d", (now, own, limit) => {
  expect(steadyLimit(now, own)).toBe(limit);
});

test("a scale as pixels has the scale's colours, and clamps what lies beyond", () => {
  const grey = (value: number) => [100 + 100 * value, 50, 0] as const;
  const pixel = pixelsOf(grey);
  const [red, green, blue, alpha] = new Uint8Array(Uint32Array.of(pixel(0.5)).buffer);
  expect([red, green, blue, alpha]).toEqual([150, 50, 0, 255]);
  expect([pixel(2), pixel(-7), pixel(Number.NaN)]).toEqual([pixel(1), pixel(-1), pixel(0)]);
  expect(new Set([-1, -0.5, 0, 0.5, 1].map(pixel)).size).toBe(5);
});

test("black or white on a colour has a contrast of 4.5 at least, whatever the colour", () => {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  for (let red = 0; red <= 255; red += 15)
    for (let green = 0; green <= 255; green += 15)
      for (let blue = 0; blue <= 255; blue += 15) {
        const [r, g, b] = [red, green, blue].map((part) => linear(part / 255));
        const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        const contrast = inkOn([red, green, blue]) === "white" ? 1.05 / (luminance + 0.05) : (luminance + 0.05) / 0.05;
        expect(contrast).toBeGreaterThanOrEqual(4.5);
      }
});
