import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NumericArray } from "../../src/compute/arrays.ts";
import {
  convolutionPower,
  convolve,
  convolveAll,
  effectiveKernel,
  identityKernel,
} from "../../src/compute/convolution.ts";
import { reference } from "../../src/compute/reference.ts";
import { ShapeError, SpecError } from "../../src/core/errors.ts";
import { folded, testConvolutionLaws } from "../convolutionLaws.ts";
import { array } from "../evaluate.ts";

describe("⊛ in float64", () => testConvolutionLaws(reference, 60));

describe("⊛ by hand", () => {
  const [x, g] = [array([1, 3], 1, 2, 3), array([1, 3], 0, 1, 10)];

  it.each([
    ["full", [0, 1, 12, 23, 30]],
    ["same", [1, 12, 23]],
    ["valid", [12]],
    ["circular", [23, 31, 12]],
  ] as const)("is right in the form %s", async (form, expected) => {
    expect(Array.from((await convolve(x, g, { form })).data)).toEqual(expected);
  });

  it("of (1 1) with itself has the binomial coefficients", async () => {
    const power = await convolutionPower(array([1, 2], 1, 1), 5);
    expect(Array.from(power.data)).toEqual([1, 5, 10, 10, 5, 1]);
  });

  it("of nothing is δ", async () => {
    expect(await convolveAll([])).toEqual(identityKernel);
    expect(await convolutionPower(g, 0)).toEqual(identityKernel);
  });
});

/** Σ x[p,q] · e^(−2πi(kp/H + lq/W)) of a plane wave [k, l]: its real and imaginary part. */
function fourier({ shape: [H, W], data }: NumericArray, k: number, l: number): [number, number] {
  let [re, im] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const turns = ((k * Math.floor(i / W)) % H) / H + ((l * (i % W)) % W) / W;
    re += data[i] * Math.cos(2 * Math.PI * turns);
    im -= data[i] * Math.sin(2 * Math.PI * turns);
  }
  return [re, im];
}

describe("the circular form", () => {
  const grids = (most: number) =>
    fc
      .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
      .chain(([H, W]) =>
        fc
          .array(fc.integer({ min: -9, max: 9 }), { minLength: H * W, maxLength: H * W })
          .map((data): NumericArray => ({ shape: [H, W], data })),
      );
  const size = ({ data }: NumericArray) => Array.from(data).reduce((sum, value) => sum + Math.abs(value), 0);

  /**
   * How far `fourier` may be off, with u = 2⁻⁵³. `turns` is below 2 with an error of 3u (two quotients below 1, their sum), the angle
   * below 4π with 2π·3u + 2·4π·u < 45u (π's own rounding and the product); cos and sin add an ULP, 2u, at most: 47u each, √2·47u < 67u
   * the two together. Then n products are added, in each part with n + 1 roundings at most: √2·(n + 1)·u, and second order.
   */
  const off = (x: NumericArray, period: number) => (70 + 1.5 * (period + 1)) * 2 ** -53 * size(x);

  it("is a product of discrete Fourier transforms", async () => {
    await fc.assert(
      fc.asyncProperty(grids(7), grids(9), async (x, g) => {
        const y = await convolve(x, g, { form: "circular" });
        const wound = folded(g, x.shape);
        const n = x.data.length;
        const [ex, eg] = [off(x, n), off(wound, n)];
        // The product of two complex numbers adds 3 roundings a part, √2·3u < 5u.
        const bound = off(y, n) + ex * size(wound) + eg * size(x) + ex * eg + 5 * 2 ** -53 * size(x) * size(wound);
        for (let k = 0; k < x.shape[0]; k++)
          for (let l = 0; l < x.shape[1]; l++) {
            const [[a, b], [c, d], [re, im]] = [fourier(x, k, l), fourier(wound, k, l), fourier(y, k, l)];
            expect(Math.hypot(re - (a * c - b * d), im - (a * d + b * c))).toBeLessThanOrEqual(bound);
          }
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe("what ⊛ cannot do is refused", () => {
  const g = array([1, 2], 1, 1);

  it("a power that is no whole number", async () => {
    await expect(convolutionPower(g, 0.5)).rejects.toThrow(
      new SpecError("convolutionPower: m is 0.5; a whole number of at least 0 was expected. Change it."),
    );
  });

  it("an unknown form", async () => {
    await expect(convolve(g, g, { form: "wide" as "full" })).rejects.toThrow(
      new SpecError(`convolve: form is "wide"; one of full, same, valid, circular was expected. Choose one of them.`),
    );
  });

  it("a stack of no layers, or of layers that do not follow each other", async () => {
    await expect(effectiveKernel([])).rejects.toThrow(SpecError);
    const one = array([2, 1, 1, 1], 1, 2);
    await expect(effectiveKernel([one, one])).rejects.toThrow(
      new ShapeError(
        "effectiveKernel: a kernel has 1 input maps; 2 were expected, the output maps of the one before. Give it [M, 2, h, w].",
      ),
    );
  });
});
