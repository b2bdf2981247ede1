import { beforeAll, describe, expect, it } from "vitest";
import { layers } from "../../src/layers/index.ts";
import { presets } from "../../src/model/presets.ts";
import { type OperationName, operations } from "../../src/operations/index.ts";
import { optimizerNames } from "../../src/optimizers/index.ts";
import { scheduleNames } from "../../src/train/schedule.ts";
import { isComposable } from "../networks.ts";
import { operationWitnesses } from "../operationWitnesses.ts";
import { expectFirstStep, expectNear, notedBoth, notedGradients, type Trace, traceOf } from "../trace.ts";
import { notedParameters, trainingWitnesses, witnessedArrays, witnessedGradients } from "../trainingWitnesses.ts";
import { allowed, compareWith, evaluated, wronged } from "../witnesses.ts";

/** Operations and layers that PyTorch cannot be asked for, and why. */
const withoutWitness: Readonly<Record<string, string>> = {
  addNoise: "random: PyTorch draws other numbers",
  affineTransforms: "random: PyTorch draws other numbers",
  dropout: "random: PyTorch draws other numbers",
  groupSamples: "a view: the same memory under another shape",
  mergeParameterGrads: "a part of batch normalisation's gradient, whose whole has one: see splitStatistics.test.ts",
  mergeStatistics: "a part of batchStatistics, which has one: see splitStatistics.test.ts",
};

describe("an operation of the reference agrees with PyTorch's", () => {
  it.each(operationWitnesses)("$name", ({ program, inputs, expected }) => {
    const oracle = evaluated(program, inputs);
    for (const [tensor, values] of expected) {
      const compareTo = (witness: ArrayLike<number>) =>
        compareWith(tensor, witness, oracle.bound(tensor).data, allowed.float64, oracle.value(tensor).data);
      expect(compareTo(values)).toMatchObject({ wrong: 0 });
      expect(compareTo(wronged(values)), "a wrong sign is found").toMatchObject({ wrong: 1 });
    }
  });
});

describe.each(trainingWitnesses)("training of $name agrees with PyTorch's", (witness) => {
  const { program, recipe, rates, expected } = witness;
  let trace: Trace;
  beforeAll(() => {
    trace = traceOf(witness, rates.length, allowed.float64);
  }, 300_000);

  it("in the learning rate of every step", () => {
    // Each step's formula, and PyTorch's from the last step's, has about eight roundings, of numbers of at most the recipe's rate.
    const unit = 2 ** -53 * recipe.optimizer.learningRate;
    for (const [step, rate] of rates.entries()) {
      expect(Math.abs(rate - expected("learningRate")[step])).toBeLessThanOrEqual(8 * unit * (step + 2));
    }
  });

  if (isComposable(witness.name)) {
    it("in the loss and the gradients of the first step, within bounds", () => {
      const { loss, gradients } = trace.first;
      expectFirstStep(witness, trace, allowed.float64, loss, notedParameters(program, gradients.exact));
    });
  }

  it("in the gradients of the first step, as far as rounding carries them", () => {
    const gradients = notedGradients(witness, trace.first.gradients);
    expectNear(gradients.exact, witnessedGradients(witness), gradients);
  });

  it("in the losses of ten steps", () => {
    expectNear(trace.losses.exact, expected("loss"), trace.losses);
  });

  it("in the number of right predictions", () => {
    expect(trace.correct).toEqual(Array.from(expected("correct")));
  });

  it("in the parameters and running statistics after ten steps", () => {
    const final = notedBoth(witness, trace.end("parameters"));
    expectNear(final.exact, witnessedArrays(witness, "final"), final);
  });

  if (program.judged !== "parameters") {
    it("in the average of parameters and running statistics after ten steps", () => {
      const average = notedBoth(witness, trace.end(program.judged));
      expectNear(average.exact, witnessedArrays(witness, "average"), average);
    });
  }
});

describe("there is a witness", () => {
  const programs = [...operationWitnesses, ...trainingWitnesses].map(({ program }) => program);
  const witnessed = new Set(programs.flatMap((program) => program.operations.map(({ op }) => op)));

  it.each(Object.keys(operations) as OperationName[])("of the operation %s, or a reason why not", (op) => {
    expect(witnessed.has(op)).toBe(!(op in withoutWitness));
  });

  it.each(Object.keys(presets))("of the preset %s as it is, but for smaller batches", (name) => {
    const { recipe } = trainingWitnesses.find((witness) => witness.name === name)!;
    expect({ ...recipe, batch: 0 }).toEqual({ ...presets[name], batch: 0 });
  });

  it.each(Object.keys(layers))("of the layer %s, or a reason why not", (type) => {
    const recipes = JSON.stringify(trainingWitnesses.map(({ recipe }) => recipe.layers));
    expect(recipes.includes(`{"type":"${type}"`)).toBe(!(type in withoutWitness));
  });

  it("of every optimiser and every schedule", () => {
    const recipes = trainingWitnesses.map(({ recipe }) => recipe);
    expect(new Set(recipes.map(({ optimizer }) => optimizer.type))).toEqual(new Set(optimizerNames));
    expect(new Set(recipes.map(({ schedule }) => schedule?.type ?? "constant"))).toEqual(new Set(scheduleNames));
  });
});
