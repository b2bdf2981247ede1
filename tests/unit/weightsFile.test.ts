import { describe, expect, test } from "vitest";
import { FormatError, SpecError } from "../../src/core/errors.ts";
import { encodeSafetensors } from "../../src/io/safetensors.ts";
import { presets } from "../../src/model/presets.ts";
import { decodeWeights, encodeWeights } from "../../src/train/weightsFile.ts";

const tensors = [{ name: "dense.weight", shape: [1, 2], data: new Float32Array([0.5, -1]) }];
const saved = { tensors, recipe: presets.lenet, seed: 7, step: 468 };

test("a weights file gives back tensors, recipe, seed and step", () => {
  expect(decodeWeights(encodeWeights(saved))).toEqual(saved);
});

test("the same weights give the same bytes", () => {
  expect(encodeWeights(saved)).toEqual(encodeWeights(structuredClone(saved)));
});

test("a file of others gives its tensors", () => {
  expect(decodeWeights(encodeSafetensors(tensors, { format: "pt", seed: "x" }))).toEqual({ tensors });
});

describe("decodeWeights refuses", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])("a weight that is %d", (value) => {
    const broken = [{ name: "dense.bias", shape: [2], data: new Float32Array([0, value]) }];
    expect(() => decodeWeights(encodeSafetensors(broken))).toThrow(FormatError);
    expect(() => decodeWeights(encodeSafetensors(broken))).toThrow(`dense.bias: its value 1 is ${value};`);
  });

  test("a recipe that is no JSON", () => {
    const bytes = encodeSafetensors(tensors, { recipe: "{" });
    expect(() => decodeWeights(bytes)).toThrow(FormatError);
    expect(() => decodeWeights(bytes)).toThrow("recipe: the note is no JSON");
  });

  test("JSON that is no recipe", () => {
    const bytes = encodeSafetensors(tensors, { recipe: '{"input":[1,28]}' });
    expect(() => decodeWeights(bytes)).toThrow(SpecError);
    expect(() => decodeWeights(bytes)).toThrow("recipe: input is [1,28];");
  });
});
