import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/core/errors.ts";
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../../src/model/recipe.ts";
import { compileEvaluation, compileTraining } from "../../src/plan/compile.ts";
import { array, evaluate } from "../evaluate.ts";

describe("the statistics of a batch", () => {
  it("are the mean and the biased variance of each map, over samples and pixels", () => {
    const x = array([2, 2, 1, 2], 1, 3, 10, 20, 5, 7, 30, 40);
    expect(evaluate("batchStatistics", { x })).toEqual({ mean: [4, 25], variance: [5, 125] });
  });

  it("of rows are those of each column", () => {
    expect(evaluate("batchStatistics", { x: array([2, 2], 1, 10, 3, 30) })).toEqual({
      mean: [2, 20],
      variance: [1, 100],
    });
  });

  it("move the running ones by the share of the momentum, the variance made unbiased", () => {
    const running = evaluate(
      "updateStatistics",
      {
        mean: array([1], 4),
        variance: array([1], 3),
        runningMean: array([1], 8),
        runningVariance: array([1], 4),
      },
      { momentum: 0.25, count: 4 },
    );
    // ¾·8 + ¼·4; ¾·4 + ¼·3·4/3
    expect(running).toEqual({ runningMean: [7], runningVariance: [4] });
  });
});

describe("batch normalisation", () => {
  // x̂ = (5−1)/√(3+1), (1−1)/2, 2/√(0+1), −2/1
  const x = array([1, 2, 1, 2], 5, 1, 2, -2);
  const statistics = { mean: array([2], 1, 0), variance: array([2], 3, 0) };
  const dy = array([1, 2, 1, 2], 1, 2, 3, 4);

  it("divides by the root of variance and ε, then scales and moves each map", () => {
    const inputs = { x, ...statistics, weight: array([2], 3, 10), bias: array([2], 1, 0) };
    expect(evaluate("batchNorm", inputs, { epsilon: 1, training: false }).y).toEqual([7, 1, 20, -20]);
  });

  it("gives weight and bias their gradients", () => {
    const gradients = evaluate("batchNormParameterGrads", { dy, x, ...statistics }, { epsilon: 1 });
    expect(gradients).toEqual({ dw: [1 * 2 + 2 * 0, 3 * 2 - 4 * 2], db: [3, 7] });
  });

  it.each([
    // 3/2 · (dy − 3/2 − x̂·2/2) and 10 · (dy − 7/2 + x̂·2/2)
    { training: true, dx: [-3.75, 0.75, 15, -15] },
    { training: false, dx: [1.5, 3, 30, 40] },
  ])("sends gradients back, training $training", ({ training, dx }) => {
    const inputs = { dy, x, ...statistics, weight: array([2], 3, 10), dw: array([2], 2, -2), db: array([2], 3, 7) };
    expect(evaluate("batchNormInputGrad", inputs, { epsilon: 1, training }).dx).toEqual(dx);
  });

  it("in training sends nothing back along what it takes out: a shift and a stretch of the whole map", () => {
    const values = [0.3, -1.2, 2.5, 0.9, -0.4, 1.1];
    const map = array([3, 1, 1, 2], ...values);
    const { mean, variance } = evaluate("batchStatistics", { x: map });
    const given = { x: map, mean: array([1], ...mean), variance: array([1], ...variance) };
    for (const slope of [values.map(() => 1), values.map((value) => value - mean[0])]) {
      const gradient = array(map.shape, ...slope);
      const { dw, db } = evaluate("batchNormParameterGrads", { dy: gradient, ...given }, { epsilon: 0 });
      const inputs = { dy: gradient, ...given, weight: array([1], 2), dw: array([1], ...dw), db: array([1], ...db) };
      const { dx } = evaluate("batchNormInputGrad", inputs, { epsilon: 0, training: true });
      for (const value of dx) expect(value).toBeCloseTo(0, 14);
    }
  });
});

describe("the layer batchNorm", () => {
  const recipe = (layers: LayerSpec[], batch: number): Recipe => ({
    ...presets.lenet,
    input: [2, 4, 3],
    layers: [...layers, { type: "flatten" }, { type: "dense", units: 2 }],
    batch,
  });
  const data = { count: 6, shape: [2, 4, 3] };

  it("has PyTorch's parameters and statistics, which start as the identity", () => {
    const { network } = compileTraining(recipe([{ type: "batchNorm" }], 3), data);
    const of = (list: typeof network.parameters) => list.map(({ name, shape, initial }) => ({ name, shape, initial }));
    expect(of(network.parameters).slice(0, 2)).toEqual([
      { name: "bn.weight", shape: [2], initial: 1 },
      { name: "bn.bias", shape: [2], initial: 0 },
    ]);
    expect(of(network.statistics)).toEqual([
      { name: "bn.running_mean", shape: [2], initial: 0 },
      { name: "bn.running_var", shape: [2], initial: 1 },
    ]);
  });

  it("normalises by the batch and keeps its statistics in training, by the running ones when judging", () => {
    const spec = recipe([{ type: "batchNorm", momentum: 0.3 }], 3);
    const training = compileTraining(spec, data).operations.filter(({ label }) => label === "bn");
    expect(training.map(({ op }) => op).slice(0, 3)).toEqual(["batchStatistics", "updateStatistics", "batchNorm"]);
    expect(training[1].attributes).toEqual({ momentum: 0.3, count: 36 });
    expect(training[2].inputs).toMatchObject({ mean: training[0].outputs.mean });
    const judging = compileEvaluation(spec, data, 2).operations.filter(({ label }) => label === "bn");
    expect(judging.map(({ op }) => op)).toEqual(["batchNorm"]);
    expect(judging[0].inputs).toMatchObject({ mean: "bn.running_mean", variance: "bn.running_var" });
  });

  it("is refused in training where a map has a single value, and judges a single sample all the same", () => {
    const spec = {
      ...recipe([], 1),
      layers: [{ type: "flatten" }, { type: "dense", units: 3 }, { type: "batchNorm" }],
    };
    expect(() => compileTraining(spec, data)).toThrow(
      new ShapeError(
        "bn: its maps have one value each in a batch of 1; at least 2 were expected, for one has no variance. " +
          "Make the batch larger.",
      ),
    );
    expect(compileEvaluation(spec, data, 1).batch).toBe(1);
  });

  it.each([
    [{ epsilon: 0 }, 'bn: epsilon is 0; a number above 0 and at most 1 was expected. Change "epsilon".'],
    [{ momentum: 1.5 }, 'bn: momentum is 1.5; a number of at least 0 and at most 1 was expected. Change "momentum".'],
  ])("refuses %j", (fields, says) => {
    expect(() => compileTraining(recipe([{ type: "batchNorm", ...fields }], 3), data)).toThrow(says);
  });
});
