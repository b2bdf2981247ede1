/** ONNX's own test data, as Debian's libonnx-testdata has them: networks by PyTorch's exporter, with inputs and outputs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CircledastError } from "../../src/core/errors.ts";
import { elements } from "../../src/core/shape.ts";
import { decodeTensor } from "../../src/exchange/onnx/decode.ts";
import { importOnnx } from "../../src/exchange/onnx/importOnnx.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { flattenParameters } from "../../src/train/parameters.ts";
import { Predictor } from "../../src/train/predictor.ts";

const root = "/usr/share/libonnx-testdata/data";
if (!existsSync(root)) throw new Error(`${root} is missing. On Debian or Ubuntu: apt-get install libonnx-testdata`);

/** Networks of one layer for pictures or lists of features. */
const single =
  `AvgPool2d AvgPool2d_stride BatchNorm2d_eval BatchNorm2d_momentum_eval Conv2d Conv2d_depthwise Conv2d_depthwise_padded
  Conv2d_depthwise_strided Conv2d_depthwise_with_multiplier Conv2d_dilated Conv2d_groups Conv2d_groups_thnn Conv2d_no_bias Conv2d_padding
  Conv2d_strided Linear Linear_no_bias MaxPool2d`.split(/\s+/);

const floatsOf = (file: string) => decodeTensor(readFileSync(file));

describe("networks by PyTorch's exporter give the outputs that stand beside them", () => {
  test.each(single)("%s", (name) => {
    const folder = join(root, "pytorch-converted", `test_${name}`);
    const { recipe, tensors } = importOnnx(readFileSync(join(folder, "model.onnx")), name);
    const input = floatsOf(join(folder, "test_data_set_0/input_0.pb"));
    const output = floatsOf(join(folder, "test_data_set_0/output_0.pb"));
    const flat = flattenParameters(compilePrediction(recipe, 1).network, tensors);
    const predictor = new Predictor(recipe);
    const size = elements(recipe.input);
    const ours = Array.from({ length: input.data.length / size }, (_, sample) =>
      predictor.predict(flat, Array.from(input.data.slice(sample * size, (sample + 1) * size), Number)),
    ).flat();
    expect(ours).toHaveLength(output.data.length);
    // Theirs is a sum of f32 products of numbers about 1.
    for (const [i, value] of ours.entries()) expect(Math.abs(value - Number(output.data[i]))).toBeLessThan(1e-5);
  });
});

test("every other of its models is read, or refused by an error that names what we lack", () => {
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith("model.onnx"));
  const told = files.map((name): string => {
    try {
      importOnnx(readFileSync(join(root, name)), name);
      return "read";
    } catch (error) {
      if (!(error instanceof CircledastError)) throw new Error(`${name}: ${error}`, { cause: error });
      return error.message;
    }
  });
  expect(told.length).toBeGreaterThan(1000);
  expect(told.filter((words) => words === "read").length).toBeGreaterThanOrEqual(single.length);
  expect(told.filter((words) => words !== "read" && !/expected/.test(words))).toEqual([]);
});
