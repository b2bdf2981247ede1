/** Operations that draw random numbers: dropout and augmentation, in float64. */
import { describe, expect, it } from "vitest";
import { stepKey, streamNumber, wordOf } from "../../src/core/random.ts";
import { presets } from "../../src/model/presets.ts";
import type { AugmentationSpec, Recipe } from "../../src/model/recipe.ts";
import { compileEvaluation, compileTraining } from "../../src/plan/compile.ts";
import { array, evaluate } from "../evaluate.ts";

const drawn = { seed: array([2], 3, 4), step: array([1], 5) };
const word = (i: number, stream = 6) => wordOf(stepKey([3, 4], stream, 5), i);
const signed = (i: number) => (word(i) >>> 8) / 2 ** 23 - 1;
const ones = (count: number) => array([count], ...new Array(count).fill(1));

describe("dropout", () => {
  it("keeps an element where its word is not below the rate's share of 2³², and makes up for the others", () => {
    const { y } = evaluate("dropout", { x: ones(50), ...drawn }, { rate: 0.75, stream: 6 });
    expect(y).toEqual(Array.from({ length: 50 }, (_, i) => (word(i) >= 0.75 * 2 ** 32 ? 4 : 0)));
  });

  it.each([0, 0.1, 0.5, 0.9])("drops a share of %f", (rate) => {
    const count = 20_000;
    const { y } = evaluate("dropout", { x: ones(count), ...drawn }, { rate, stream: 6 });
    const dropped = y.filter((value) => value === 0).length;
    expect(Math.abs(dropped / count - rate)).toBeLessThanOrEqual(4 * Math.sqrt((rate * (1 - rate)) / count));
  });

  it("drops others with another seed, in another step, of another stream", () => {
    const mask = (change: object, stream = 6) =>
      evaluate("dropout", { x: ones(64), ...drawn, ...change }, { rate: 0.5, stream }).y.join();
    const masks = [mask({}), mask({ seed: array([2], 4, 3) }), mask({ step: array([1], 6) }), mask({}, 7)];
    expect(new Set(masks).size).toBe(4);
    expect(mask({})).toBe(masks[0]);
  });
});

describe("affine maps", () => {
  const none = { batch: 4, stream: 6, shift: 0, rotation: 0, scaling: 0, shear: 0 };
  const transforms = (ranges: object) => {
    const { theta } = evaluate("affineTransforms", drawn, { ...none, ...ranges });
    return [0, 1, 2, 3].map((n) => theta.slice(6 * n, 6 * n + 6));
  };
  const near = (actual: number[], expected: number[]) => {
    for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], 14);
  };

  it("move by so many pixels: the old place is the other way", () => {
    for (const [n, theta] of transforms({ shift: 3 }).entries()) {
      near(theta, [1, 0, -3 * signed(8 * n), 0, 1, -3 * signed(8 * n + 1)]);
    }
  });

  it("turn by so many degrees", () => {
    for (const [n, theta] of transforms({ rotation: 90 }).entries()) {
      const phi = (Math.PI / 2) * signed(8 * n + 2);
      near(theta, [Math.cos(phi), Math.sin(phi), 0, -Math.sin(phi), Math.cos(phi), 0]);
    }
  });

  it("enlarge by a share: the old place is nearer to the centre", () => {
    for (const [n, theta] of transforms({ scaling: 0.5 }).entries()) {
      const factor = 1 / (1 + 0.5 * signed(8 * n + 3));
      near(theta, [factor, 0, 0, 0, factor, 0]);
    }
  });

  it("tilt by so many degrees", () => {
    for (const [n, theta] of transforms({ shear: 45 }).entries()) near(theta, [1, -signed(8 * n + 4), 0, 0, 1, 0]);
  });

  it("turn, tilt and enlarge first, and then move: the new place of the centre is the shift", () => {
    const all = { shift: 3, rotation: 40, scaling: 0.2, shear: 10 };
    for (const [n, [a, b, x, c, d, y]] of transforms(all).entries()) {
      const [tx, ty] = [3 * signed(8 * n), 3 * signed(8 * n + 1)];
      near([a * tx + b * ty + x, c * tx + d * ty + y], [0, 0]);
      // The area grows by the square of the factor, which turning and tilting leave.
      expect(a * d - b * c).toBeCloseTo((1 + 0.2 * signed(8 * n + 3)) ** -2, 14);
    }
  });
});

describe("a picture under an affine map", () => {
  const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const sample = (...theta: number[]) =>
    evaluate("affineSample", { x: array([1, 1, 3, 3], ...picture), theta: array([1, 2, 3], ...theta) }).y;

  it.each<[string, number[], number[]]>([
    ["stays as it is under the identity", [1, 0, 0, 0, 1, 0], picture],
    ["moves right by a pixel, 0 coming in", [1, 0, -1, 0, 1, 0], [0, 1, 2, 0, 4, 5, 0, 7, 8]],
    ["moves down by a pixel", [1, 0, 0, 0, 1, -1], [0, 0, 0, 1, 2, 3, 4, 5, 6]],
    ["lies between two pixels by half a pixel", [1, 0, 0.5, 0, 1, 0], [1.5, 2.5, 1.5, 4.5, 5.5, 3, 7.5, 8.5, 4.5]],
    ["turns clockwise by 90°", [0, 1, 0, -1, 0, 0], [7, 4, 1, 8, 5, 2, 9, 6, 3]],
    ["shrinks to its centre by a half", [2, 0, 0, 0, 2, 0], [0, 0, 0, 0, 5, 0, 0, 0, 0]],
    ["is gone where all comes from outside", [1, 0, 9, 0, 1, 0], new Array(9).fill(0)],
  ])("%s", (_, theta, expected) => {
    expect(sample(...theta)).toEqual(expected);
  });

  it("has the map of its own sample in all of its maps", () => {
    const x = array([2, 2, 1, 2], 1, 2, 3, 4, 5, 6, 7, 8);
    const theta = array([2, 2, 3], 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0);
    expect(evaluate("affineSample", { x, theta }).y).toEqual([1, 2, 3, 4, 6, 0, 8, 0]);
  });
});

describe("noise", () => {
  const count = 20_000;
  const zeros = array([count], ...new Array(count).fill(0));
  const { y } = evaluate("addNoise", { x: zeros, ...drawn }, { amount: 1, stream: 6 });

  it("is the centred sum of the four halves of two words", () => {
    const halves = [word(14), word(15)].reduce((sum, value) => sum + (value >>> 16) + (value % 65536), 0);
    expect(y[7]).toBeCloseTo((halves - 131_070) * Math.sqrt(3 / (2 ** 32 - 1)), 14);
    expect(Math.max(...y.map(Math.abs))).toBeLessThan(3.47);
  });

  it("has mean 0 and variance 1", () => {
    const mean = y.reduce((sum, value) => sum + value, 0) / count;
    const variance = y.reduce((sum, value) => sum + value * value, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it("is added in the amount asked for", () => {
    const twice = evaluate("addNoise", { x: array([2], 5, 6), ...drawn }, { amount: 0.25, stream: 6 }).y;
    expect(twice).toEqual([5 + 0.25 * y[0], 6 + 0.25 * y[1]]);
  });
});

describe("a recipe", () => {
  const recipe = (augmentation: AugmentationSpec, layers: Recipe["layers"] = []): Recipe => ({
    ...presets.lenet,
    input: [1, 4, 4],
    layers: [...layers, { type: "flatten" }, { type: "dense", units: 2 }],
    batch: 2,
    augmentation,
  });
  const data = { count: 4, shape: [1, 4, 4] };
  const opsOf = ({ operations }: ReturnType<typeof compileTraining>) => operations.map(({ op }) => op);

  it("with augmentation changes the pictures of a training step right after they are fetched, and of no other", () => {
    const spec = recipe({ shift: 2, scale: 0.1, noise: 0.1 });
    expect(opsOf(compileTraining(spec, data)).slice(0, 4)).toEqual([
      "gatherBatch",
      "affineTransforms",
      "affineSample",
      "addNoise",
    ]);
    expect(opsOf(compileEvaluation(spec, data, 2)).slice(0, 2)).toEqual(["gatherBatch", "flatten"]);
  });

  it("has only what it asks for", () => {
    expect(opsOf(compileTraining(recipe({ noise: 0.1 }), data)).slice(0, 3)).toEqual([
      "gatherBatch",
      "addNoise",
      "flatten",
    ]);
    expect(opsOf(compileTraining(recipe({ shift: 0 }), data))[1]).toBe("flatten");
  });

  it.each<[object, string]>([
    [
      { rotation: 200 },
      'augmentation: rotation is 200; a number of at least 0 and at most 180 was expected. Change "rotation".',
    ],
    [{ scale: 1 }, 'augmentation: scale is 1; a number of at least 0 and below 1 was expected. Change "scale".'],
    [
      { turn: 3 },
      'augmentation: "turn" is not a field of augmentation; "shift", "rotation", "scale", "shear", "noise" was expected. ' +
        "Remove or rename it.",
    ],
  ])("with augmentation %j is refused", (augmentation, says) => {
    expect(() => compileTraining(recipe(augmentation), data)).toThrow(says);
  });

  it("has dropout in training only, with a stream for each layer", () => {
    const spec = recipe({}, [
      { type: "dropout", rate: 0.25 },
      { type: "dropout", rate: 0.5 },
    ]);
    const dropouts = compileTraining(spec, data).operations.filter(({ op }) => op === "dropout");
    expect(dropouts.map(({ attributes }) => attributes)).toEqual([
      { rate: 0.25, stream: streamNumber("dropout1") },
      { rate: 0.5, stream: streamNumber("dropout2") },
    ]);
    expect(opsOf(compileEvaluation(spec, data, 2))).not.toContain("dropout");
  });

  it("is refused with a rate of dropout that keeps nothing", () => {
    expect(() => compileTraining(recipe({}, [{ type: "dropout", rate: 1 }]), data)).toThrow(
      'dropout: rate is 1; a number of at least 0 and below 1 was expected. Change "rate".',
    );
  });
});
