import { describe, expect, it } from "vitest";
import { elements } from "../../src/core/shape.ts";
import { describeLayers } from "../../src/layers/describe.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { presets } from "../../src/model/presets.ts";
import { compilePrediction } from "../../src/plan/compile.ts";

const parametersOf = (name: string) => compilePrediction(presets[name], 1).network.parameters;

const ranges: Readonly<Record<string, (role: string, fanIn: number, fanOut: number) => number>> = {
  fanInUniform: (_, fanIn) => 1 / Math.sqrt(fanIn),
  glorotUniform: (role, fanIn, fanOut) => (role === "bias" ? 0 : Math.sqrt(6 / (fanIn + fanOut))),
};

describe.each(Object.entries(ranges))("initial parameters, %s,", (initialization, rangeOf) => {
  it.each(Object.keys(presets))("of %s fill their range uniformly", (name) => {
    const parameters = parametersOf(name);
    const flat = initializeParameters(parameters, 1, initialization);
    for (const { name: own, shape, offset } of parameters) {
      const values = flat.subarray(offset, offset + elements(shape));
      // A weight's array is [out, in, …taps]; a bias has the range of the weights it stands beside.
      const [owner, role] = own.split(".");
      const { shape: weight } = parameters.find((other) => other.name === `${owner}.weight`)!;
      const taps = elements(weight.slice(2));
      const range = rangeOf(role, weight[1] * taps, weight[0] * taps);
      for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(Math.fround(range));
      if (values.length < 100) continue;
      // Of a uniform distribution: mean 0, variance range²/3; four standard deviations of each.
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(Math.abs(mean), own).toBeLessThanOrEqual((4 * range) / Math.sqrt(3 * values.length));
      if (range === 0) continue;
      expect(Math.abs((3 * variance) / range ** 2 - 1), own).toBeLessThan(
        (4 * Math.sqrt(0.8)) / Math.sqrt(values.length),
      );
    }
  });
});

describe("initial parameters", () => {
  it("depend on the seed, and on the name of the array alone", () => {
    const [first] = parametersOf("lenet");
    const alone = initializeParameters([{ ...first, offset: 0 }], 1);
    const length = elements(first.shape);
    expect(initializeParameters(parametersOf("lenet"), 1).slice(0, length)).toEqual(alone.slice(0, length));
    expect(initializeParameters([first], 2)).not.toEqual(initializeParameters([first], 1));
  });

  it("begin at multiples of 256 bytes with zeros between them", () => {
    const parameters = parametersOf("lenet");
    const flat = initializeParameters(parameters, 1);
    const used = new Set(
      parameters.flatMap(({ shape, offset }) => Array.from({ length: elements(shape) }, (_, i) => offset + i)),
    );
    for (const { offset } of parameters) expect(offset % 64).toBe(0);
    expect(flat.filter((value, i) => !used.has(i) && value !== 0)).toHaveLength(0);
  });

  it.each([
    ["sigmoid2", 9],
    ["classic", 6 * 26 + 12 * 151 + 10 * 193],
    ["lenet", 44_426],
    ["convnet", 111_386],
  ])("of %s are so many: %i", (name, count) => {
    const total = describeLayers(presets[name]).reduce((sum, layer) => sum + layer.parameters, 0);
    expect(total).toBe(count);
  });
});
