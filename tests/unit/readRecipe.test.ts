import { expect, test } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import { presets } from "../../src/model/presets.ts";
import { readRecipe } from "../../src/model/readRecipe.ts";

const network = { input: [1, 28, 28], layers: [{ type: "flatten" }], loss: "squaredError" };

test.each(Object.keys(presets))("the preset %s is a recipe", (name) => {
  expect(readRecipe("preset", "other", JSON.parse(JSON.stringify(presets[name])))).toEqual(presets[name]);
});

test("name, optimiser and batch may be left out", () => {
  expect(readRecipe("file", "mine", network)).toEqual({
    name: "mine",
    ...network,
    optimizer: { type: "momentum", learningRate: 0.01, momentum: 0.9 },
    batch: 128,
  });
});

test.each<[string, unknown]>([
  ["file: it is null; an object", null],
  ["file: it is []; an object", []],
  ['file: "los" is not a field of a recipe;', { ...network, los: 1 }],
  ['file: "__proto__" is not a field of a recipe;', JSON.parse('{"__proto__":{"loss":"squaredError"}}')],
  ["file: input is missing;", { ...network, input: undefined }],
  ["file: input is [1,0,28];", { ...network, input: [1, 0, 28] }],
  ["file: loss is missing;", { ...network, loss: undefined }],
  ["file: optimizer is null;", { ...network, optimizer: null }],
  ["file: schedule is 5;", { ...network, schedule: 5 }],
  ["file: augmentation is true;", { ...network, augmentation: true }],
  ['file: name is "";', { ...network, name: "" }],
])("readRecipe says %s", (message, value) => {
  expect(() => readRecipe("file", "mine", value)).toThrow(SpecError);
  expect(() => readRecipe("file", "mine", value)).toThrow(message);
});
