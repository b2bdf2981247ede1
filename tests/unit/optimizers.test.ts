import { describe, expect, it } from "vitest";
import type { OptimizerSpec } from "../../src/model/recipe.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";

describe("an optimiser of a recipe", () => {
  const read = (spec: object) => optimizerOf({ learningRate: 1, ...spec } as OptimizerSpec);

  it("reaches Nesterov's momentum by either name", () => {
    expect(read({ type: "nesterov", momentum: 0.9 })).toMatchObject({
      op: "momentum",
      attributes: { momentum: 0.9, nesterov: true, weightDecay: 0 },
    });
    expect(read({ type: "momentum", momentum: 0.9, nesterov: true }).attributes).toEqual(
      read({ type: "nesterov", momentum: 0.9 }).attributes,
    );
    expect(read({ type: "momentum", momentum: 0.9 }).attributes).toMatchObject({ nesterov: false });
  });

  it("has PyTorch's constants where it says nothing", () => {
    expect(read({ type: "rmsProp" }).attributes).toEqual({ alpha: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0 });
    expect(read({ type: "adamW" }).attributes).toEqual({
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.01,
    });
    expect(read({ type: "adam" }).attributes).toMatchObject({ weightDecay: 0 });
  });

  it("hands on what all have in common, and not as attributes of the update", () => {
    const all = { weightDecay: 1e-4, clipNorm: 2, averageDecay: 0.99 };
    expect(read({ type: "sgd", ...all })).toMatchObject({
      attributes: { weightDecay: 1e-4 },
      clipNorm: 2,
      averageDecay: 0.99,
    });
    expect(Object.keys(read({ type: "sgd", ...all }).attributes)).toEqual(["weightDecay"]);
  });
});
