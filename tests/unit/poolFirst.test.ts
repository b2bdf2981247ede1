import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { poolFirst } from "../../src/plan/poolFirst.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";
import { smallNetworks } from "../networks.ts";

const COUNT = 12;

/** Pictures with black borders: where all of a window is 0, ties decide. */
function picture(random: RandomStream, i: number): number {
  return i % 14 < 4 ? 0 : random.below(256);
}

/** Losses and gradients of three steps. */
function trace(recipe: Recipe) {
  const program = compileTraining(recipe, { count: COUNT, shape: recipe.input });
  const interpreter = new Interpreter(program);
  const random = new RandomStream(1, "pictures");
  const fill = (name: string, value: (i: number) => number) => {
    const { data } = interpreter.array(name);
    for (let i = 0; i < data.length; i++) data[i] = value(i);
  };
  fill("images", (i) => picture(random, i));
  fill("labels", () => random.below(7));
  fill("order", (i) => i);
  fill("schedule", () => 0.05);
  interpreter.array("parameters").data.set(initializeParameters(program.network.parameters, 1));
  const gradients = [0, 1, 2].map(() => {
    interpreter.run();
    return Array.from(interpreter.array("gradients").data);
  });
  return {
    operations: program.operations.map(({ op }) => op),
    losses: Array.from(interpreter.array("metrics").data.subarray(0, 6)),
    gradients,
  };
}

/** The recipe with pooling moved before ReLU, and with a layer between the two that keeps ReLU where it stands. */
function expectSameTraces(recipe: Recipe): void {
  // A layer between the two that changes nothing keeps ReLU where it stands.
  const layers = recipe.layers.flatMap((layer) =>
    layer.type === "maxPool2d" ? [{ type: "avgPool2d", size: 1, name: undefined }, layer] : [layer],
  );
  const kept = { ...recipe, layers: layers.map(({ name: _, ...layer }) => layer) } as Recipe;
  const [first, second] = [trace(recipe), trace(kept)];
  expect(first.operations.indexOf("maxPool2d")).toBeLessThan(first.operations.indexOf("relu"));
  expect(second.operations.indexOf("relu")).toBeLessThan(second.operations.indexOf("maxPool2d"));
  expect(first.losses).toEqual(second.losses);
  expect(first.gradients).toEqual(second.gradients);
}

describe("pooling before ReLU", () => {
  it.each(["lenet", "convnet"])("changes no loss and no gradient of %s in the last bit", (name) => {
    expectSameTraces(smallNetworks[name]);
  });

  it.each([
    ["padded windows", { size: 2, padding: 1 }],
    ["windows that overlap", { size: 3, stride: 2, padding: "same" }],
    ["windows that reach beyond the map", { size: 3, stride: 2, padding: [1, 0], ceilMode: true }],
  ])("changes nothing with %s either: padding never wins", (_, pooling) => {
    const layers = smallNetworks.lenet.layers.map((layer) =>
      layer.type === "maxPool2d" ? { type: "maxPool2d", ...pooling } : layer,
    );
    expectSameTraces({ ...smallNetworks.lenet, layers });
  });

  it("leaves other layers where they stand", () => {
    const layers = ["relu", "avgPool2d", "sigmoid", "maxPool2d", "relu", "conv2d"].map((type) => ({ type }));
    expect(poolFirst({ input: [1, 1, 1], layers }).layers).toEqual(layers);
  });
});
