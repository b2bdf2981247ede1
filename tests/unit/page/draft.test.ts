import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { commandOf, recipeJson } from "../../../src/app/recipe/edit/command.ts";
import {
  followerOf,
  inserted,
  judge,
  kindNames,
  moved,
  newLayer,
  outputsOf,
  removed,
  withField,
  withKind,
} from "../../../src/app/recipe/edit/draft.ts";
import { curveOf } from "../../../src/app/recipe/edit/scheduleCurve.ts";
import { withRecipe } from "../../../src/app/settings.ts";
import { describeLayers } from "../../../src/layers/describe.ts";
import { layers as kinds } from "../../../src/layers/index.ts";
import { presets } from "../../../src/model/presets.ts";
import { readRecipe } from "../../../src/model/readRecipe.ts";
import type { LayerSpec } from "../../../src/model/recipe.ts";
import { scheduleOf } from "../../../src/train/schedule.ts";

const { lenet } = presets;
const withLayers = (layers: readonly LayerSpec[]) => judge({ ...lenet, layers }, 10);

describe("a layer of each kind", () => {
  it.each(kindNames)("%s can be added as it comes", (type) => {
    const layer = newLayer(type);
    for (const [name, field] of Object.entries(kinds[type].fields))
      expect(() => field(type, name, layer[name])).not.toThrow();
    // Those of flat inputs stand behind flatten.
    const flat = [{ type: "flatten" }, layer, { type: "dense", units: 10 }];
    const maps = [layer, { type: "flatten" }, { type: "dense", units: 10 }];
    expect(
      [withLayers(flat), withLayers(maps)].some(({ layer, whole }) => layer === undefined && whole === undefined),
    ).toBe(true);
  });
});

test("a preset is in order as it is, with the parameters it has", () => {
  for (const recipe of Object.values(presets)) {
    const total = describeLayers(recipe).reduce((sum, { parameters }) => sum + parameters, 0);
    const { built, ...rest } = judge(recipe, outputsOf(recipe));
    expect(rest).toEqual({ parameters: total });
    expect(built.map(({ output }) => output)).toEqual(describeLayers(recipe).map(({ output }) => output));
  }
});

test("the first layer that does not fit is told from those before it, in words without its name", () => {
  const tooLarge = withLayers(lenet.layers.with(3, { type: "conv2d", filters: 16, kernel: 15 }));
  expect(tooLarge.built).toHaveLength(3);
  expect(tooLarge.layer).toBe(
    "Kernel 15×15 does not fit its 12×12 input. Use a kernel of at most 12×12, or more padding.",
  );
  const noNumber = withLayers(lenet.layers.with(0, { type: "conv2d", filters: "many", kernel: 5 }));
  expect(noNumber.layer).toMatch(/^Filters is "many"/);
  expect(withLayers(removed(lenet.layers, 6))).toMatchObject({ layer: expect.stringMatching(/flat|axes|N, F/) });
});

test("what fits layer by layer may not be a network for the data", () => {
  expect(withLayers(lenet.layers.slice(0, 3)).whole).toMatch(/End it with flatten and dense/);
  expect(withLayers(lenet.layers.with(-1, { type: "dense", units: 9 })).whole).toMatch(
    /gives 9 numbers; 10 are needed/,
  );
  expect(withLayers([{ type: "flatten" }]).whole).toMatch(/nothing to train/);
  expect(withLayers([]).whole).toMatch(/no layers/);
  expect(judge({ ...lenet, optimizer: { type: "sgd", learningRate: -1 } }, 10).whole).toMatch(/learningRate is -1/);
});

test("moving there and back, and adding and removing, leave a list as it was", () => {
  const list = lenet.layers;
  fc.assert(
    fc.property(fc.nat(list.length - 1), fc.constantFrom(-1, 1), (at, by) => {
      const other = moved(list, at, by);
      expect(other === list || moved(other, at + by, -by)).toEqual(other === list || list);
      expect([...other].map(({ type }) => type).sort()).toEqual(list.map(({ type }) => type).sort());
      expect(removed(inserted(list, at, { type: "tanh" }), at)).toEqual(list);
    }),
  );
});

test("another kind keeps the fields that it has too", () => {
  const [pool] = withKind([{ type: "maxPool2d", size: 3, stride: 2 }], 0, "avgPool2d");
  expect(pool).toEqual({ type: "avgPool2d", size: 3, stride: 2 });
  expect(withKind([pool], 0, "relu")).toEqual([{ type: "relu" }]);
  expect(withField(pool, "stride", undefined)).toEqual({ type: "avgPool2d", size: 3 });
});

test("behind what has weights an activation is offered, else what has", () => {
  expect(followerOf("conv2d", [6, 24, 24]).type).toBe("relu");
  expect(followerOf("relu", [6, 24, 24]).type).toBe("conv2d");
  expect(followerOf("flatten", [256]).type).toBe("dense");
});

test("the curve of a schedule is as high as its greatest rate and ends where the run does", () => {
  const schedule = scheduleOf({ ...lenet, schedule: { type: "oneCycle" } });
  const { most, path } = curveOf(schedule, 400);
  expect(most).toBeCloseTo(0.01, 4);
  const heights = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(heights[0][0]).toBe(0);
  expect(heights.at(-1)).toEqual([232, 55]);
  const top = heights.findIndex(([, y]) => y === Math.min(...heights.map(([, one]) => one)));
  expect(heights[top][0] / 232).toBeCloseTo(0.3, 1);
  expect(curveOf(scheduleOf(lenet), 1).path).toBe("M232.0 2.0");
});

test("the command that does the same reads a preset by its name, and anything else from the file that is saved", () => {
  const settings = {
    preset: "quick",
    seed: 3,
    batch: 64,
    epochs: 2,
    device: "cpu",
    shadow: 0,
    kernels: "default",
  } as const;
  expect(commandOf(settings)).toBe(
    "npm run -s circledast -- train --preset quick --batch 64 --epochs 2 --seed 3 --device cpu",
  );
  const changed = withRecipe(settings, { loss: "squaredError" });
  expect(commandOf({ ...changed, steps: 5 })).toContain("train --model quick.json --steps 5 --seed 3");
  const { quick } = presets;
  expect(readRecipe("quick.json", "quick", JSON.parse(recipeJson(changed)))).toEqual({
    ...quick,
    loss: "squaredError",
    batch: 64,
  });
});
