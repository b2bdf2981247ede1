/** ONNX files of PyTorch's own exporter: read here, they give PyTorch's outputs. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { importOnnx } from "../../src/exchange/onnx/importOnnx.ts";
import type { LayerSpec } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { flattenParameters } from "../../src/train/parameters.ts";
import { Predictor } from "../../src/train/predictor.ts";
import { pythonWith, runPython } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-pytorch-"));
afterAll(() => rmSync(folder, { recursive: true }));

const script = join(import.meta.dirname, "exportFromPyTorch.py");
const told = JSON.parse(runPython(pythonWith("torch", "python3-torch"), [script, folder])) as Readonly<
  Record<string, { shape: number[]; x: number[]; y: number[][] }>
>;

const read = (name: string, opset: number) => importOnnx(readFileSync(join(folder, `${name}-${opset}.onnx`)), name);

/** Types of layers in their order, those inside others in brackets. */
const typesOf = (layers: readonly LayerSpec[]): string =>
  layers
    .map(({ type, layers, shortcut }) => {
      const lists = [layers, shortcut].filter((list) => list !== undefined) as (readonly LayerSpec[])[];
      return lists.length === 0 ? type : `${type}(${lists.map(typesOf).join(" | ")})`;
    })
    .join(" ");

const expected: Readonly<Record<string, string>> = {
  lenet: "conv2d relu maxPool2d conv2d relu maxPool2d flatten dense relu dense relu dense",
  // In a network that judges, a convolution has taken its batch normalisation in, and dropout is gone.
  smooth: "conv2d silu conv2d gelu avgPool2d flatten dense gelu dense tanh dense sigmoid dense leakyRelu dense",
  residual: "conv2d residual(conv2d relu) relu residual(conv2d silu conv2d | conv2d) globalAvgPool flatten dense",
  groups: "conv2d tanh conv2d sigmoid avgPool2d maxPool2d avgPool2d flatten dense",
};

describe.each([11, 13, 16])("opset %i", (opset) => {
  test.each(Object.keys(expected))("%s: the layers, and the outputs", (name) => {
    const { recipe, tensors, notes } = read(name, opset);
    expect(typesOf(recipe.layers)).toBe(expected[name]);
    const flat = flattenParameters(compilePrediction(recipe, 1).network, tensors);
    const predictor = new Predictor(recipe);
    const { shape, x, y } = told[name];
    expect(recipe.input).toEqual(shape);
    const size = x.length / y.length;
    for (const [sample, outputs] of y.entries()) {
      const ours = predictor.predict(flat, x.slice(sample * size, (sample + 1) * size));
      // The last softmax is the loss's here.
      const isSoftmax = notes.some((note) => note.includes("softmax"));
      const sum = ours.reduce((total, value) => total + Math.exp(value), 0);
      const given = isSoftmax ? ours.map((value) => Math.exp(value) / sum) : ours;
      for (const [i, value] of given.entries()) expect(Math.abs(value - outputs[i])).toBeLessThan(1e-5);
    }
  });

  test("all nodes that we lack are named at once", () => {
    expect(() => read("foreign", opset)).toThrow(/Elu.*InstanceNormalization.*LogSoftmax/);
  });
});
