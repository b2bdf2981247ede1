import { describe, expect, it } from "vitest";
import { brief, listed } from "../../../src/app/operator/brief.ts";
import { layersOf, middleOf } from "../../../src/app/operator/fieldView.ts";
import { threefold } from "../../../src/app/operator/foldView.ts";
import { defaults, type Lists, readLists, writeLists } from "../../../src/app/operator/kernelsAddress.ts";
import {
  bell,
  convolved,
  type Grid,
  momentsOf,
  powers,
  productsAt,
  signal,
  turned,
} from "../../../src/app/operator/signals.ts";
import { indexOf } from "../../../src/app/operator/slideView.ts";
import { convolutionPower, convolve, correlate, flip } from "../../../src/compute/convolution.ts";
import { receptiveField } from "../../../src/compute/receptiveField.ts";
import { presets } from "../../../src/model/presets.ts";
import { FORMS } from "../../../src/operations/convolve.ts";
import { plain } from "./plain.ts";

const picture = (rows: number, columns: number, seed: number): Grid => ({
  shape: [rows, columns],
  data: Float64Array.from({ length: rows * columns }, (_, i) => Math.round(9 * Math.sin(seed + 7 * i))),
});

const pairs: readonly (readonly [Grid, Grid])[] = [
  [signal([1, 3, 2, 0, 1, 4, 2]), signal([1, 2, -1])],
  [signal([5]), signal([2])],
  [picture(6, 5, 1), picture(3, 3, 2)],
  [picture(4, 7, 3), picture(2, 4, 4)],
];

describe.each(FORMS)("⊛ on the page, %s", (form) => {
  it.each(pairs)(
    "is the operator's, with and without the flip, and at each place the sum of its products",
    async (x, g) => {
      for (const isFlipped of [true, false]) {
        const own = convolved(x, g, form, isFlipped);
        expect(own).toEqual(await (isFlipped ? convolve : correlate)(x, g, { form }));
        const [P, Q] = own.shape;
        for (let p = 0; p < P; p++)
          for (let q = 0; q < Q; q++) {
            const products = productsAt(x, g, form, [p, q], isFlipped);
            expect(products.reduce((sum, { value }) => sum + value, 0)).toBe(own.data[p * Q + q]);
            for (const { x: a, g: b, at, row, column, value, isBeyond } of products) {
              expect(value).toBe(a * b);
              expect(b).toBe(g.data[at[0] * g.shape[1] + at[1]]);
              if (!isBeyond) expect(a).toBe(x.data[row * x.shape[1] + column]);
            }
          }
      }
    },
  );
});

describe("the index of the kernel's element", () => {
  it.each([
    ["full", true, "p−i"],
    ["circular", true, "p−i"],
    ["same", true, "p+1−i"],
    ["valid", true, "p+2−i"],
    ["valid", false, "i−p"],
    ["same", false, "i−p+1"],
    ["full", false, "i−p+2"],
  ] as const)("is written as it is: %s, %s", (form, isFlipped, written) => {
    expect(plain(indexOf(form, isFlipped, 3))).toBe(written);
    const [x, g] = [signal([1, 2, 3, 4]), signal([5, 6, 7])];
    for (const { column: i, at } of productsAt(x, g, form, [0, 1], isFlipped)) {
      expect(at[1]).toBe(Function("p", "i", `return ${written.replaceAll("−", "-")}`)(1, i));
    }
  });
});

describe("powers of ⊛", () => {
  it("by repeated ⊛ are those by repeated squaring", async () => {
    for (const k of [signal([1, 1, 1]), signal([2, -1]), picture(2, 2, 5)]) {
      for (const [at, power] of powers(k, 6).entries()) expect(power).toEqual(await convolutionPower(k, at + 1));
    }
  });

  it("of weights have n times the mean and variance, and come ever nearer to the normal curve", () => {
    const one = momentsOf(signal([1, 2, 5]))!;
    let before = Number.POSITIVE_INFINITY;
    for (const [at, power] of powers(signal([1, 2, 5]), 12).entries()) {
      const { mean, variance } = momentsOf(power)!;
      expect(mean).toBeCloseTo((at + 1) * one.mean, 10);
      expect(variance).toBeCloseTo((at + 1) * one.variance, 10);
      const total = 8 ** (at + 1);
      const apart = Math.max(...power.data.map((value, x) => Math.abs(value / total - bell(x, mean, variance))));
      expect(apart).toBeLessThan(before);
      before = apart;
    }
  });

  it("have no bell where values are no weights", () => {
    for (const values of [
      [1, -1],
      [0, 0],
      [1, Number.NaN],
    ])
      expect(momentsOf(signal(values))).toBeUndefined();
  });

  it("of different lists do not depend on brackets", () => {
    const { left, right } = threefold(defaults);
    expect(left).toEqual(right);
  });

  it("turns as the operator does", () => {
    for (const [x] of pairs) expect(Array.from(turned(x).data)).toEqual(flip(x).data);
  });
});

describe("the address of ⊛", () => {
  const lists: Lists = { f: [1, -2.5], g: [0.5], k: [1, 2], form: "circular", kind: "correlation", n: 7 };

  it("holds the lists", () => {
    expect(readLists(writeLists(lists))).toEqual(lists);
    expect(writeLists(lists)).toBe("#convolution&f=1,-2.5&g=0.5&k=1,2&form=circular&kind=correlation&n=7");
    expect(writeLists(defaults)).toBe("#convolution");
    expect(readLists("#convolution")).toEqual(defaults);
  });

  it("takes what cannot be for what it would be anyway", () => {
    expect(readLists("#convolution&f=1,x&g=&k=1,1,1,1,1,1&form=wide&kind=none&n=0")).toEqual(defaults);
    expect(readLists("#convolution&f=100&n=2.5")).toEqual(defaults);
  });
});

describe("numbers in little room", () => {
  it("have the digits that they need", () => {
    expect([1, -2, 0.5, 1 / 3, 1e-7, 0].map((value) => brief(value))).toEqual([
      "1",
      "−2",
      "0.5",
      "0.333",
      "1.0·10⁻⁷",
      "0",
    ]);
    expect(listed([1, -1])).toBe("[1, −1]");
  });
});

describe("receptive fields as they are drawn", () => {
  it("are those of the network, each around the field of the layer before", () => {
    for (const recipe of [presets.lenet, presets.convnet]) {
      const layers = layersOf(recipe);
      expect(layers.map(({ map: _, ...field }) => field)).toEqual(receptiveField(recipe));
      for (const layer of layers) {
        const [row, column] = middleOf(layer);
        for (const [begin, size, side] of [
          [row, layer.size[0], recipe.input[1]],
          [column, layer.size[1], recipe.input[2]],
        ]) {
          // Around the middle of the picture, as the output is in the middle of its map.
          expect(Math.abs(begin + size / 2 - side / 2)).toBeLessThanOrEqual(layer.stride[0] + 1);
        }
      }
    }
  });
});
