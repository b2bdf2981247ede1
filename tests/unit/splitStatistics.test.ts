/** Sums of batch normalisation in groups of samples come to what they are over the whole batch. */
import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import type { Compiled } from "../../src/plan/compile.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { profiles } from "../../src/plan/profiles.ts";
import { splitStatistics } from "../../src/plan/splitStatistics.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";

const card = profiles.find(({ name }) => name === "rtx4070")!.device;

const recipe = {
  name: "normalized",
  input: [2, 5, 5],
  layers: [
    { type: "conv2d", filters: 3, kernel: 2 },
    { type: "batchNorm" },
    { type: "relu" },
    { type: "flatten" },
    { type: "dense", units: 3 },
  ],
  loss: "softmaxCrossEntropy",
  optimizer: { type: "momentum", learningRate: 0.1, momentum: 0.9 },
  batch: 12,
} as unknown as Recipe;

/** A step of a program from random arrays, the same for every program; what it leaves of the arrays named. */
function step(program: Compiled, names: readonly string[]) {
  const interpreter = new Interpreter(program);
  for (const { name, type, persistent, storage } of program.tensors.values()) {
    if (!persistent || storage.of !== name) continue;
    const { data } = interpreter.array(name);
    const random = new RandomStream(1, name);
    if (name === "order" || name === "labels") for (let i = 0; i < data.length; i++) data[i] = i % 3;
    else if (type === "u8") for (let i = 0; i < data.length; i++) data[i] = random.below(256);
    else if (type === "f32") for (let i = 0; i < data.length; i++) data[i] = 0.5 + random.below(1000) / 1000;
  }
  interpreter.run();
  return new Map(names.map((name) => [name, Float64Array.from(interpreter.array(name).data)]));
}

test.each([2, 3, 4, 6, 12])("in %i groups", (groups) => {
  const whole = compileTraining(recipe, { count: 12, shape: recipe.input });
  const split = splitStatistics(whole, card, () => groups);
  expect(split.operations.filter(({ op }) => op === "mergeStatistics")).toHaveLength(1);
  expect(split.operations.filter(({ op }) => op === "mergeParameterGrads")).toHaveLength(1);
  const names = [...whole.state, "metrics"];
  const [expected, found] = [step(whole, names), step(split, names)];
  for (const name of names) {
    const values = expected.get(name)!;
    const scale = Math.max(...values.map(Math.abs));
    expect(values.every(Number.isFinite)).toBe(true);
    expect(scale).toBeGreaterThan(0);
    for (const [i, value] of found.get(name)!.entries())
      expect(Math.abs(value - values[i])).toBeLessThan(1e-12 * scale);
  }
});

test("not at all on a processor, or where it is best left whole", () => {
  const whole = compileTraining(recipe, { count: 12, shape: recipe.input });
  expect(splitStatistics(whole, profiles[0].device, () => 4)).toBe(whole);
  expect(splitStatistics(whole, card, () => 1).operations.map(({ op }) => op)).toEqual(
    whole.operations.map(({ op }) => op),
  );
});
