import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import { presets } from "../../src/model/presets.ts";
import { readRecipe } from "../../src/model/readRecipe.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";
import { array, evaluate } from "../evaluate.ts";

describe("cross-entropy with smoothed labels", () => {
  const inputs = { x: array([1, 2], 0, Math.log(3)), label: array([1], 0) };

  it("takes (1 − ε)·one-hot + ε/F for the target", () => {
    const { loss } = evaluate("softmaxCrossEntropy", inputs, { labelSmoothing: 0.1 });
    expect(loss[0]).toBeCloseTo(-0.95 * Math.log(0.25) - 0.05 * Math.log(0.75), 14);
    const { dx } = evaluate("softmaxCrossEntropyGrad", inputs, { labelSmoothing: 0.1 });
    expect(dx[0]).toBeCloseTo(0.25 - 0.95, 14);
    expect(dx[1]).toBeCloseTo(0.75 - 0.05, 14);
  });

  it("is plain cross-entropy where ε is 0", () => {
    expect(evaluate("softmaxCrossEntropy", inputs, { labelSmoothing: 0 })).toEqual(
      evaluate("softmaxCrossEntropy", inputs),
    );
  });
});

describe("binary cross-entropy with logits", () => {
  const of = (x: number[], target: number[]) => ({
    x: array([1, x.length], ...x),
    target: array([1, x.length], ...target),
  });
  const lossOf = (x: number[], target: number[]) => evaluate("binaryCrossEntropyWithLogits", of(x, target)).loss[0];

  it("is −t ln σ(x) − (1 − t) ln(1 − σ(x)), summed over the outputs", () => {
    expect(lossOf([0], [1])).toBe(Math.LN2);
    expect(lossOf([Math.log(3)], [1])).toBeCloseTo(-Math.log(0.75), 15);
    expect(lossOf([Math.log(3)], [0.25])).toBeCloseTo(-0.25 * Math.log(0.75) - 0.75 * Math.log(0.25), 15);
    expect(lossOf([0, Math.log(3)], [0, 0])).toBeCloseTo(Math.LN2 - Math.log(0.25), 15);
  });

  it("of a hopeless answer is its distance, of a sure one next to nothing", () => {
    expect(lossOf([100], [0])).toBe(100);
    expect(lossOf([-1e30], [1])).toBe(1e30);
    expect(lossOf([1e30], [1])).toBe(0);
    expect(lossOf([-40], [0])).toBe(4.248354255291589e-18);
  });

  it("has the gradient (σ(x) − t)/N", () => {
    const x = array([2, 1], Math.log(3), -40);
    const { dx } = evaluate("binaryCrossEntropyWithLogitsGrad", { x, target: array([2, 1], 1, 0) });
    expect(dx[0]).toBeCloseTo(-0.125, 15);
    expect(dx[1] / (4.248354255291589e-18 / 2)).toBeCloseTo(1, 14);
  });
});

/** Two inputs, one output. */
const single: Recipe = {
  name: "single",
  input: [2, 1, 1],
  layers: [{ type: "flatten" }, { type: "dense", units: 1 }],
  loss: "binaryCrossEntropyWithLogits",
  optimizer: { type: "sgd", learningRate: 0 },
  batch: 4,
};

describe("the loss of a recipe", () => {
  const compiled = (loss: unknown) =>
    compileTraining({ ...presets.lenet, batch: 2, loss } as Recipe, { count: 2, shape: [1, 28, 28] });

  it("is a name, or an object with the kind and its constants", () => {
    expect(compiled({ type: "squaredError" }).operations).toEqual(compiled("squaredError").operations);
    expect(compiled({ type: "softmaxCrossEntropy", labelSmoothing: 0 }).operations).toEqual(
      compiled("softmaxCrossEntropy").operations,
    );
  });

  it("reaches loss and gradient with its constants, and the kernel that computes both", () => {
    const program = compiled({ type: "softmaxCrossEntropy", labelSmoothing: 0.1 });
    const smoothed = program.operations.filter(({ attributes }) => attributes.labelSmoothing === 0.1);
    expect(smoothed.map(({ op }) => op)).toEqual(["softmaxCrossEntropy", "softmaxCrossEntropyGrad"]);
    const head = planProgram(program).dispatches.find(({ shader }) => /crossEntropyHead/i.test(shader));
    expect(head!.constants.SMOOTHING).toBe(0.1);
  });

  it.each([
    [
      { type: "hinge" },
      'loss: it is "hinge"; one of softmaxCrossEntropy, squaredError, binaryCrossEntropyWithLogits was expected. Choose one of them.',
    ],
    [
      { type: "softmaxCrossEntropy", labelSmoothing: 1.5 },
      'loss: labelSmoothing is 1.5; a number of at least 0 and at most 1 was expected. Change "labelSmoothing".',
    ],
    [
      { type: "softmaxCrossEntropy", smoothing: 0.1 },
      'loss: "smoothing" is not a field of softmaxCrossEntropy; "labelSmoothing" was expected. Remove or rename it.',
    ],
    [
      { type: "squaredError", labelSmoothing: 0.1 },
      'loss: "labelSmoothing" is not a field of squaredError; no field was expected. Remove or rename it.',
    ],
  ])("is refused: %j", (loss, says) => {
    expect(() => compiled(loss)).toThrow(new SpecError(says));
  });

  it("is read in both forms", () => {
    const { input, layers } = single;
    for (const loss of ["squaredError", { type: "softmaxCrossEntropy", labelSmoothing: 0.1 }]) {
      expect(readRecipe("file", "mine", { input, layers, loss }).loss).toEqual(loss);
    }
    expect(() => readRecipe("file", "mine", { input, layers, loss: ["squaredError"] })).toThrow(
      'file: loss is ["squaredError"]; a name such as "softmaxCrossEntropy" or an object such as ' +
        '{"type": "softmaxCrossEntropy", "labelSmoothing": 0.1} was expected. Set "loss".',
    );
  });

  it("takes a single output for class 1 where σ of it is at least ½", () => {
    const interpreter = new Interpreter(compileTraining(single, { count: 4, shape: [2, 1, 1] }));
    // x₀ − x₁, of bytes over 255: 0.2, 0, −0.2 and 0.6, of which the labels call the second and third right.
    interpreter.array("images").data.set([51, 0, 51, 51, 0, 51, 153, 0]);
    interpreter.array("labels").data.set([0, 1, 0, 0]);
    interpreter.array("order").data.set([0, 1, 2, 3]);
    interpreter.array("dense.weight").data.set([1, -1]);
    interpreter.run();
    const softplus = (x: number) => Math.log1p(Math.exp(x));
    const [loss, correct] = interpreter.array("metrics").data;
    expect(correct).toBe(2);
    expect(loss).toBeCloseTo((softplus(0.2) + Math.LN2 + softplus(-0.2) + softplus(0.6)) / 4, 12);
  });
});
