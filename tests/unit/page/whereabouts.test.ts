import { describe, expect, it } from "vitest";
import { whereabouts } from "../../../src/app/arithmetic/whereabouts.ts";

describe("where a number stands", () => {
  it.each([
    ["relu1.relu", [0, 4, 5, 6], "map 5, row 6, column 7"],
    ["dense1.dense", [0, 11], "number 12"],
    ["conv1.weight", [8, 0, 2, 3], "of map 9, for input map 1, row 3, column 4"],
    ["conv1.conv2dWeightGrad", [8, 0, 2, 3], "of map 9, for input map 1, row 3, column 4"],
    ["dense1.weight", [2, 19], "of neuron 3, for input 20"],
    ["conv1.bias", [5], "of map or neuron 6"],
    ["loss", [], ""],
  ])("%s %j", (tensor, index, expected) => {
    expect(whereabouts({ tensor, index })).toBe(expected);
  });
});
