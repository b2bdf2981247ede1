/** The laws of ⊛, for either engine: of small whole numbers both compute without any error, and the laws hold to the last digit. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { NumericArray } from "../src/compute/arrays.ts";
import type { Compute } from "../src/compute/compute.ts";
import {
  convolutionPower,
  convolve,
  convolveAll,
  correlate,
  effectiveKernel,
  flip,
  identityKernel,
} from "../src/compute/convolution.ts";
import { elements } from "../src/core/shape.ts";

/** Whole numbers from −4 to 4 in a shape: sums of products of five such arrays stay below 2²⁴. */
const filled = (shape: readonly number[]): fc.Arbitrary<NumericArray> => {
  const length = elements(shape);
  return fc
    .array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length })
    .map((data) => ({ shape, data }));
};

const sides = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: most }));
const grid = (most = 5) => sides(1, most).chain(filled);

/** The same, whatever kind of list the numbers stand in, and 0 of either sign. */
function expectSameArray(actual: NumericArray, expected: NumericArray): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(Array.from(actual.data, (value) => value + 0)).toEqual(Array.from(expected.data, (value) => value + 0));
}

const added = (a: NumericArray, b: NumericArray): NumericArray => ({
  shape: a.shape,
  data: Array.from(a.data, (value, i) => value + b.data[i]),
});

/** The part of an array from `start` on. */
function cropped(
  { shape: [, width], data }: NumericArray,
  [top, left]: number[],
  [H, W]: readonly number[],
): NumericArray {
  const at = (i: number) => data[(top + Math.floor(i / W)) * width + left + (i % W)];
  return { shape: [H, W], data: Array.from({ length: H * W }, (_, i) => at(i)) };
}

/** An array wound round a torus: places that meet there are added. */
export function folded({ shape: [, width], data }: NumericArray, [H, W]: readonly number[]): NumericArray {
  const sums = new Array<number>(H * W).fill(0);
  for (let i = 0; i < data.length; i++) sums[(Math.floor(i / width) % H) * W + ((i % width) % W)] += data[i];
  return { shape: [H, W], data: sums };
}

/** Σ_i Σ_j x[p+i, q+j] · g[i,j] where g fits. */
function slid(x: NumericArray, g: NumericArray): NumericArray {
  const [[H, W], [h, w]] = [x.shape, g.shape];
  const [P, Q] = [H - h + 1, W - w + 1];
  const at = (p: number, q: number) =>
    Array.from(g.data).reduce((sum, k, t) => sum + k * x.data[(p + Math.floor(t / w)) * W + q + (t % w)], 0);
  return { shape: [P, Q], data: Array.from({ length: P * Q }, (_, o) => at(Math.floor(o / Q), o % Q)) };
}

/** Kernels of one to three layers that follow each other, and an input that they fit. */
const stack = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), sides(1, 3)), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 2 }),
  )
  .chain(([layers, maps]) => {
    const shapes = layers.map(([M, size], index) => [M, index === 0 ? maps : layers[index - 1][0], ...size]);
    const side = (axis: number) => shapes.reduce((sum, shape) => sum + shape[axis] - 1, 2);
    return fc.tuple(filled([2, maps, side(2), side(3)]), fc.tuple(...shapes.map(filled)));
  });

/** Registers a test of each law on an engine. */
export function testConvolutionLaws(on: Compute, numRuns: number): void {
  const law = <Ts extends [unknown, ...unknown[]]>(
    name: string,
    arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> },
    property: (...values: Ts) => Promise<void>,
  ) => it(name, () => fc.assert(fc.asyncProperty<Ts>(...arbitraries, property), { numRuns, seed: 1 }));
  const full = (a: NumericArray, b: NumericArray) => convolve(a, b, { on });
  const round = (a: NumericArray, b: NumericArray) => convolve(a, b, { form: "circular", on });

  law("is associative", [grid(), grid(), grid(3)], async (x, g, k) => {
    expectSameArray(await full(await full(x, g), k), await full(x, await full(g, k)));
    expectSameArray(await round(await round(x, g), k), await round(x, await full(g, k)));
  });

  law("is commutative", [grid(), grid()], async (x, g) => {
    expectSameArray(await full(x, g), await full(g, x));
    const wound = folded(g, x.shape);
    expectSameArray(await round(x, wound), await round(wound, x));
  });

  const twins = sides(1, 4).chain((size) => fc.tuple(filled(size), filled(size)));
  law("is distributive over addition", [grid(), twins], async (x, [g, k]) => {
    for (const form of ["full", "same", "circular"] as const) {
      const [apart, together] = [await convolve(x, g, { form, on }), await convolve(x, added(g, k), { form, on })];
      expectSameArray(together, added(apart, await convolve(x, k, { form, on })));
    }
  });

  law("has δ as its identity in every form", [grid()], async (x) => {
    for (const form of ["full", "same", "valid", "circular"] as const) {
      expectSameArray(await convolve(x, identityKernel, { form, on }), x);
    }
    expectSameArray(await full(identityKernel, x), x);
  });

  const exponent = fc.integer({ min: 0, max: 2 });
  const small = fc.constantFrom([1, 1], [1, 3], [2, 1], [2, 2], [2, 3]).chain(filled);
  law(
    "has powers that multiply: g^⊛(m+n) = g^⊛m ⊛ g^⊛n",
    [small, exponent, fc.integer({ min: 0, max: 3 })],
    async (g, m, n) => {
      const power = (times: number) => convolutionPower(g, times, { on });
      expectSameArray(await power(m + n), await full(await power(m), await power(n)));
      expectSameArray(await power(m), await convolveAll(new Array(m).fill(g), { on }));
    },
  );

  law("becomes cross-correlation by flipping the kernel", [grid(6), grid(3)], async (x, g) => {
    const { shape, data } = flip(g);
    expectSameArray(flip({ shape, data }), g);
    if (g.shape.every((side, axis) => side <= x.shape[axis])) {
      expectSameArray(await correlate(x, g, { form: "valid", on }), slid(x, g));
    }
    const [[H, W], [h, w]] = [x.shape, g.shape];
    const around = {
      shape: [H + 2 * h - 2, W + 2 * w - 2],
      data: new Array<number>((H + 2 * h - 2) * (W + 2 * w - 2)).fill(0),
    };
    for (let i = 0; i < x.data.length; i++)
      around.data[(h - 1 + Math.floor(i / W)) * around.shape[1] + w - 1 + (i % W)] = x.data[i];
    expectSameArray(await correlate(x, g, { on }), slid(around, g));
    expectSameArray(await convolve(x, flip(g), { form: "same", on }), await correlate(x, g, { form: "same", on }));
  });

  law("has forms that are parts of the full one, or it wound round", [grid(6), grid(6)], async (x, g) => {
    const whole = await full(x, g);
    const [[H, W], [h, w]] = [x.shape, g.shape];
    const middle = [Math.floor((h - 1) / 2), Math.floor((w - 1) / 2)];
    expectSameArray(await convolve(x, g, { form: "same", on }), cropped(whole, middle, x.shape));
    expectSameArray(await round(x, g), folded(whole, x.shape));
    if (h > H || w > W) return;
    const inner = cropped(whole, [h - 1, w - 1], [H - h + 1, W - w + 1]);
    expectSameArray(await convolve(x, g, { form: "valid", on }), inner);
  });

  law("has one kernel for a stack of layers", [stack], async ([x, kernels]) => {
    let layered: NumericArray = x;
    for (const weight of kernels) layered = (await on.run("conv2d", { x: layered, weight })).y;
    const weight = await effectiveKernel(kernels, { on });
    expectSameArray((await on.run("conv2d", { x, weight })).y, layered);
    expectSameArray(await effectiveKernel(kernels.map(flip), { on }), flip(weight));
  });
}
