import { describe, expect, it } from "vitest";
import type { NumericArrays } from "../../src/compute/arrays.ts";
import { reference } from "../../src/compute/reference.ts";
import { ShapeError, SpecError } from "../../src/core/errors.ts";
import { elements } from "../../src/core/shape.ts";
import { definitionOf, type OperationName } from "../../src/operations/index.ts";
import type { Attributes } from "../../src/operations/operation.ts";
import { operationCases } from "../cases/index.ts";
import { array } from "../evaluate.ts";
import { attributesOf, inputsOf } from "../operationInputs.ts";

const x = array([1, 1, 2, 2], 1, 2, 3, 4);

describe("a single operation", () => {
  it("gives every output by its role", async () => {
    const { y, index } = await reference.run("maxPool2d", { x }, { kernel: [2, 2], stride: [2, 2] });
    expect(y).toEqual({ shape: [1, 1, 1, 1], data: Float64Array.of(4) });
    expect(index).toEqual({ shape: [1, 1, 1, 1], data: Uint32Array.of(3) });
  });

  it("gives what it changes in place, and leaves the arrays given as they are", async () => {
    const inputs = {
      parameter: { shape: [2], data: Float64Array.of(1, 2) },
      gradient: array([2], 1, -1),
      velocity: array([2], 0, 4),
      schedule: array([1, 4], 0.5, 0, 0, 0),
      step: array([1], 1),
    };
    const { parameter, velocity } = await reference.run("momentum", inputs, { momentum: 0.5 });
    expect(Array.from(velocity.data)).toEqual([1, 1]);
    expect(Array.from(parameter.data)).toEqual([0.5, 1.5]);
    expect(Array.from(inputs.parameter.data)).toEqual([1, 2]);
  });

  it("that only renames memory is computed too", async () => {
    expect((await reference.run("flatten", { x })).y).toEqual({ shape: [1, 4], data: Float64Array.of(1, 2, 3, 4) });
  });
});

describe.each(Object.keys(operationCases) as OperationName[])(
  "%s, one of its arrays a place longer or shorter",
  (op) => {
    const { given } = operationCases[op].cases[0];
    const deviations = definitionOf(op).inputs.flatMap((role) =>
      (given[role] as number[]).flatMap((size, axis) =>
        [1, -1].filter((change) => size + change > 0).map((change) => [role, axis, change] as const),
      ),
    );

    it("is refused, or computed of what is there", async () => {
      for (const [role, axis, change] of deviations) {
        const shape = (given[role] as number[]).map((size, other) => (other === axis ? size + change : size));
        const values = inputsOf(op, given);
        const data = Float32Array.from({ length: elements(shape) }, (_, i) => values[role].data[i] ?? 0);
        const inputs = { ...values, [role]: { shape, data } };
        const outputs = await reference.run(op, inputs, attributesOf(op, given)).catch((error: Error) => error);
        if (outputs instanceof Error) expect(outputs, outputs.stack).toBeInstanceOf(SpecError);
        else
          for (const { data: all } of Object.values(outputs))
            expect(all.every(Number.isFinite), `${role} ${shape}`).toBe(true);
      }
    });
  },
);

describe("the gradients of a single operation", () => {
  it("are those of its rule, by the roles of its inputs", async () => {
    const inputs = { x: array([1, 2], 1, 2), weight: array([3, 2], 1, 2, 3, 4, 5, 6) };
    const gradients = await reference.gradient("dense", inputs, {}, array([1, 3], 1, 0, -1));
    expect(gradients.x).toEqual({ shape: [1, 2], data: Float64Array.of(-4, -4) });
    expect(gradients.weight).toEqual({ shape: [3, 2], data: Float64Array.of(1, 2, 0, 0, -1, -2) });
  });

  it("may be the outputGrad itself", async () => {
    const inputs = { x: array([1, 2], 1, 2), bias: array([2], 1, 1) };
    const gradients = await reference.gradient("addBias", inputs, {}, array([1, 2], 3, 4));
    expect(Array.from(gradients.x.data)).toEqual([3, 4]);
    expect(Array.from(gradients.bias.data)).toEqual([3, 4]);
  });

  it("of a loss are those of its mean over the samples", async () => {
    const inputs = { x: array([2, 1], 1, 2), target: array([2, 1], 0, 0) };
    expect(Array.from((await reference.gradient("squaredError", inputs, {})).x.data)).toEqual([1, 2]);
  });
});

describe("what cannot be computed is refused", () => {
  const refused: [string, string, NumericArrays, Attributes, Error][] = [
    ["an operation that there is not", "relu6", { x }, {}, new SpecError("relu6: there is no such operation; one of")],
    [
      "an input that the operation has not",
      "relu",
      { x, z: x },
      {},
      new SpecError("relu: it has no input z; of its inputs, x was expected. Remove or rename it."),
    ],
    [
      "a missing input",
      "dense",
      { x: array([1, 1], 1) },
      {},
      new SpecError("dense: weight is missing; an array {shape, data} was expected. Give it."),
    ],
    [
      "an attribute that the operation has not",
      "maxPool2d",
      { x },
      { kernel: [2, 2], strides: [2, 2] },
      new SpecError(
        "maxPool2d: it has no attribute strides; of its attributes, kernel, stride, padding, ceilMode, countIncludePad was " +
          "expected. Remove or rename it.",
      ),
    ],
    [
      "a missing attribute",
      "momentum",
      {
        parameter: array([1], 1),
        gradient: array([1], 1),
        velocity: array([1], 1),
        schedule: array([1, 4], 1, 0, 0, 0),
        step: array([1], 1),
      },
      {},
      new SpecError(
        'momentum: momentum is missing; a number of at least 0 and below 1 was expected. Change "momentum".',
      ),
    ],
    [
      "numbers that do not fill the shape",
      "relu",
      { x: array([2, 2], 1, 2, 3) },
      {},
      new SpecError("relu: x: it has 3 numbers; 4 were expected for its shape 2×2. Correct either."),
    ],
    [
      "a shape that is none",
      "relu",
      { x: array([2, 0]) },
      {},
      new SpecError(
        "relu: x: its shape is [2,0]; a list of positive whole numbers was expected, such as [2, 3]. Correct it.",
      ),
    ],
    [
      "a number that single precision has not",
      "relu",
      { x: array([2], 1, 1e39) },
      {},
      new SpecError("relu: x: number 1 is 1e+39; a finite number of single precision was expected. Correct it."),
    ],
    [
      "an index that is no whole number",
      "softmaxCrossEntropy",
      { x: array([1, 2], 1, 2), label: array([1], 0.5) },
      {},
      new SpecError(
        "softmaxCrossEntropy: label: number 0 is 0.5; a whole number from 0 to 4294967295 was expected. Correct it.",
      ),
    ],
    [
      "a key of random numbers that is none",
      "dropout",
      { x, seed: array([1], 1), step: array([1], 1) },
      { rate: 0.5, stream: 1 },
      new ShapeError("dropout: seed is 1; [2] was expected. Reshape it."),
    ],
    [
      "fewer images than labels",
      "gatherBatch",
      { images: array([1, 2], 1, 2), labels: array([2], 0, 1), order: array([1], 0), step: array([1], 0) },
      { batch: 1, shape: [1, 1, 2], stepsPerEpoch: 1 },
      new ShapeError("gatherBatch: labels is 2; 1 was expected, one for each sample. Correct its shape."),
    ],
    [
      "a label that names no class",
      "softmaxCrossEntropy",
      { x: array([1, 2], 1, 2), label: array([1], 2) },
      {},
      new SpecError(
        "softmaxCrossEntropy: label: number 0 is 2; one of the classes from 0 to 1 was expected. Correct it.",
      ),
    ],
    [
      "an update before its step is counted",
      "sgd",
      { parameter: array([1], 1), gradient: array([1], 1), schedule: array([1, 4], 1, 0, 0, 0), step: array([1], 0) },
      {},
      new SpecError("sgd: step: number 0 is 0; one of the steps done from 1 to 4294967295 was expected. Correct it."),
    ],
    [
      "an average before its step is counted",
      "movingAverage",
      { average: array([1], 1), parameter: array([1], 1), step: array([1], 0) },
      { decay: 0.5 },
      new SpecError(
        "movingAverage: step: number 0 is 0; one of the steps done from 1 to 4294967295 was expected. Correct it.",
      ),
    ],
    [
      "shapes that do not fit each other",
      "dense",
      { x: array([1, 2], 1, 2), weight: array([1, 3], 1, 2, 3) },
      {},
      new ShapeError("dense: weight has 3 input features; 2 were expected, those of its input. Give it weight [O, 2]."),
    ],
  ];

  it.each(refused)("%s", async (_, op, inputs, attributes, error) => {
    const found = await reference.run(op as OperationName, inputs, attributes).catch((reason: Error) => reason);
    expect(found).toBeInstanceOf(error.constructor);
    expect((found as Error).message).toContain(error.message);
  });

  it("a gradient where nothing flows back, or of something else", async () => {
    const output = array([1], 1);
    await expect(reference.gradient("classify", { x: array([1, 2], 1, 2) }, {}, output)).rejects.toThrow(
      "classify: it has no gradient",
    );
    await expect(reference.gradient("relu", { x }, {})).rejects.toThrow("relu: outputGrad is missing");
    await expect(reference.gradient("relu", { x }, {}, output)).rejects.toThrow(
      "relu: outputGrad is 1; 1×1×2×2 was expected",
    );
    const loss = { x: array([1, 1], 1), target: array([1, 1], 0) };
    await expect(reference.gradient("squaredError", loss, {}, output)).rejects.toThrow("none was expected");
  });
});
