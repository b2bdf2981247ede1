import { describe, expect, it, test } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import { elements } from "../../src/core/shape.ts";
import { describeLayers } from "../../src/layers/describe.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { presets } from "../../src/model/presets.ts";
import { compilePrediction } from "../../src/plan/compile.ts";

const parametersOf = (name: string) => compilePrediction(presets[name], 1).network.parameters;

type Fans = readonly [fanIn: number, fanOut: number];

/** For each initialisation the variance of its weights, whether biases are drawn as the weights, and how the values are distributed. */
const initializations: Readonly<
  Record<string, { variance: (...fans: Fans) => number; biases: boolean; distribution: "uniform" | "normal" }>
> = {
  fanInUniform: { variance: (fanIn) => 1 / (3 * fanIn), biases: true, distribution: "uniform" },
  glorotUniform: { variance: (fanIn, fanOut) => 2 / (fanIn + fanOut), biases: false, distribution: "uniform" },
  glorotNormal: { variance: (fanIn, fanOut) => 2 / (fanIn + fanOut), biases: false, distribution: "normal" },
  heUniform: { variance: (fanIn) => 2 / fanIn, biases: false, distribution: "uniform" },
  heNormal: { variance: (fanIn) => 2 / fanIn, biases: false, distribution: "normal" },
};

/** Of a value x of variance 1: the greatest |x|, and the standard deviation of x². Box and Muller's numbers end at 5.8. */
const distributions = {
  uniform: { greatest: Math.sqrt(3), spread: Math.sqrt(4 / 5) },
  normal: { greatest: 5.8, spread: Math.sqrt(2) },
} as const;

const STANDARD_ERRORS = 5;

const meanOf = (values: Float32Array, of: (value: number) => number) =>
  values.reduce((sum, value) => sum + of(value), 0) / values.length;

describe.each(Object.entries(initializations))(
  "initial parameters, %s,",
  (name, { variance, biases, distribution }) => {
    const { greatest, spread } = distributions[distribution];

    it.each(Object.keys(presets))("of %s have the mean, the variance and the range of theirs", (preset) => {
      const parameters = parametersOf(preset);
      const flat = initializeParameters(parameters, 1, name);
      for (const { name: own, shape, offset, initial } of parameters) {
        if (initial !== undefined) continue;
        const values = flat.subarray(offset, offset + elements(shape));
        // A weight's array is [out, in, …taps]; a bias is drawn like the weights it stands beside.
        const [owner, role] = own.split(/\.(?=\w+$)/);
        const { shape: weight } = parameters.find((other) => other.name === `${owner}.weight`)!;
        const taps = elements(weight.slice(2));
        const expected = role === "bias" && !biases ? 0 : variance(weight[1] * taps, weight[0] * taps);
        const deviation = Math.sqrt(expected);
        const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        expect(most, own).toBeLessThanOrEqual(Math.fround(greatest * deviation));
        if (expected === 0) continue;
        const error = STANDARD_ERRORS / Math.sqrt(values.length);
        expect(Math.abs(meanOf(values, (value) => value)), own).toBeLessThanOrEqual(error * deviation);
        expect(Math.abs(meanOf(values, (value) => value ** 2) / expected - 1), own).toBeLessThanOrEqual(error * spread);
      }
    });

    it("are distributed so, not merely spread so far", () => {
      const [{ shape, offset }] = parametersOf("lenet").filter((parameter) => parameter.name === "dense1.weight");
      const values = initializeParameters(parametersOf("lenet"), 1, name).subarray(offset, offset + elements(shape));
      const deviation = Math.sqrt(variance(shape[1], shape[0]));
      // Within one standard deviation lie 1/√3 of a uniform distribution, and erf(1/√2) of a normal one.
      const share = distribution === "uniform" ? 1 / Math.sqrt(3) : 0.682_689_492;
      const found = meanOf(values, (value) => Number(Math.abs(value) < deviation));
      const error = STANDARD_ERRORS * Math.sqrt((share * (1 - share)) / values.length);
      expect(Math.abs(found - share)).toBeLessThanOrEqual(error);
    });
  },
);

test("an initialisation of no known name is refused with those there are", () => {
  expect(() => initializeParameters([], 1, "he")).toThrow(
    new SpecError(
      'initialization: it is "he"; one of fanInUniform, glorotUniform, glorotNormal, heUniform, heNormal, zero was expected. ' +
        "Choose one of them.",
    ),
  );
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
    ["quick", 6_634],
    ["lenet", 44_426],
    ["convnet", 111_386],
  ])("of %s are so many: %i", (name, count) => {
    const total = describeLayers(presets[name]).reduce((sum, layer) => sum + layer.parameters, 0);
    expect(total).toBe(count);
  });
});
