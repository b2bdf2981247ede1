/** ONNX files written and read: the bytes, the layers, and what is refused. That other programs agree is shown by tests/exchange. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CircledastError, FormatError } from "../../src/core/errors.ts";
import { RandomStream } from "../../src/core/random.ts";
import { elements } from "../../src/core/shape.ts";
import { decodeOnnx } from "../../src/exchange/onnx/decode.ts";
import { encodeOnnx } from "../../src/exchange/onnx/encode.ts";
import { exportOnnx, onnxOf } from "../../src/exchange/onnx/exportOnnx.ts";
import type { OnnxModel, OnnxNode, OnnxTensor } from "../../src/exchange/onnx/format.ts";
import { importOnnx } from "../../src/exchange/onnx/importOnnx.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { flattenParameters, nameParameters } from "../../src/train/parameters.ts";
import { Predictor } from "../../src/train/predictor.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";

const producer = { name: "test", version: "1" };

/** Parameters as a run begins with, statistics drawn at random. */
function weightsOf(recipe: Recipe) {
  const { network } = compilePrediction(recipe, 1);
  const flat = initializeParameters(arraysOf(network), 5, recipe.initialization);
  const random = new RandomStream(3, "statistics");
  for (const { offset, shape } of network.statistics) {
    for (let i = 0; i < elements(shape); i++) flat[offset + i] = random.uniform() + 0.5;
  }
  return nameParameters(network, flat);
}

function outputsOf(recipe: Recipe, tensors: ReturnType<typeof weightsOf>, input: Float32Array): number[] {
  return new Predictor(recipe).predict(flattenParameters(compilePrediction(recipe, 1).network, tensors), input);
}

const inputOf = ({ input }: Recipe) => {
  const random = new RandomStream(9, "input");
  return Float32Array.from({ length: elements(input) }, () => random.uniform());
};

const networks = Object.entries({ ...smallNetworks, ...oddNetworks });

describe.each(networks)("%s", (_, recipe) => {
  const tensors = weightsOf(recipe);

  test("comes back from its own file as it was", () => {
    const back = importOnnx(exportOnnx(recipe, tensors, { version: "test" }), "back");
    expect(back.recipe).toEqual(recipe);
    expect(back.tensors).toEqual(tensors);
  });

  test("is read from its nodes alone, and computes the same", () => {
    const model = { ...onnxOf(recipe, tensors, { version: "test" }), metadata: {} };
    const bytes = encodeOnnx(model, producer);
    // Windows that reach beyond the map are written as padding of more than half of them, which no layer of ours has.
    if (recipe.layers.some(({ ceilMode }) => ceilMode === true)) {
      expect(() => importOnnx(bytes, "back")).toThrow(/padding is .* at most half of window/);
      return;
    }
    const back = importOnnx(bytes, "back");
    const input = inputOf(recipe);
    const [ours, theirs] = [outputsOf(recipe, tensors, input), outputsOf(back.recipe, [...back.tensors], input)];
    // A last softmax is left out, which is said.
    if (back.notes.some((note) => note.includes("softmax"))) return;
    for (const [i, value] of theirs.entries()) expect(value).toBeCloseTo(ours[i], 6);
  });
});

describe("a file of ours that somebody has edited, its notes left as they are", () => {
  const recipe = smallNetworks.lenet;
  const tensors = weightsOf(recipe);
  const written = onnxOf(recipe, tensors, {});
  const last = written.nodes.at(-1)!;
  const bytesOf = (changes: Partial<OnnxModel>) => encodeOnnx({ ...written, ...changes }, producer);
  /** The last node's output by another name, and a node behind it. */
  const withMore = (op: string) => [
    ...written.nodes.slice(0, -1),
    { ...last, outputs: ["inner"] },
    { name: "more", op, inputs: ["inner"], outputs: ["output"], attributes: {} },
  ];

  test("is read by its nodes, which it says", () => {
    const back = importOnnx(bytesOf({ nodes: withMore("Relu") }), "back");
    expect(back.recipe.layers.at(-1)!.type).toBe("relu");
    expect(back.notes[0]).toBe("Its nodes are not those of the recipe in its notes: the nodes count.");
    const input = inputOf(recipe);
    const expected = outputsOf(recipe, tensors, input).map((value) => Math.max(0, value));
    expect(expected).toContain(0);
    expect(outputsOf(back.recipe, [...back.tensors], input)).toEqual(expected);
  });

  test("is refused with the node that we lack", () => {
    expect(() => importOnnx(bytesOf({ nodes: withMore("Elu") }), "back")).toThrow(/Elu.* is no operator of ours/);
  });

  const gelu: Recipe = { ...recipe, layers: [{ type: "gelu" }, ...recipe.layers] };
  const edits: Readonly<Record<string, (model: OnnxModel) => Partial<OnnxModel>>> = {
    "an attribute": ({ nodes }) => ({
      nodes: nodes.map((node) =>
        node.op === "Gemm" ? { ...node, attributes: { ...node.attributes, transB: 0 } } : node,
      ),
    }),
    "an input": ({ nodes }) => ({
      nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map((name) => name.replace(/bias$/, "other")) })),
    }),
    "a node less": ({ nodes }) => ({ nodes: nodes.slice(1) }),
    "another output": ({ nodes }) => ({ outputs: [{ name: nodes[0].outputs[0], shape: ["N", 1] }] }),
    "another size of input": () => ({ inputs: [{ name: "input", shape: ["N", 7, 7, 7] }] }),
    "a constant": ({ initializers }) => ({
      initializers: initializers.map((tensor) =>
        tensor.dims.length === 0 ? { ...tensor, data: Float32Array.of(0.25) } : tensor,
      ),
    }),
  };
  test.each(Object.entries(edits))("%s: as a file without notes", (_, edit) => {
    const model = onnxOf(gelu, weightsOf(gelu), {});
    const edited = { ...model, ...edit(model) };
    const outcome = (metadata: OnnxModel["metadata"]) => {
      try {
        const { recipe, tensors } = importOnnx(encodeOnnx({ ...edited, metadata }, producer), "back");
        return { recipe, tensors };
      } catch (error) {
        expect(error).toBeInstanceOf(CircledastError);
        return (error as Error).message;
      }
    };
    expect(outcome(model.metadata)).toEqual(outcome({}));
  });

  test("other names of nodes and a size for N are no edit", () => {
    const nodes = written.nodes.map((node, i) => ({ ...node, name: `n${i}` }));
    const inputs = [{ name: "input", shape: [1, ...recipe.input] }];
    expect(importOnnx(bytesOf({ nodes, inputs }), "back")).toEqual({ recipe, tensors, notes: [] });
  });
});

test("the bytes hold what was written", () => {
  const model = onnxOf(presets.lenet, weightsOf(presets.lenet), { version: "test", opset: 17, step: 12 });
  expect(decodeOnnx(encodeOnnx(model, producer))).toEqual(model);
  expect(model.metadata.step).toBe("12");
});

test("an opset that is none of those we write is refused, and a tensor that is missing or has another shape", () => {
  const tensors = weightsOf(presets.classic);
  expect(() => exportOnnx(presets.classic, tensors, { version: "test", opset: 18 })).toThrow("13 to 17 was expected");
  expect(() => exportOnnx(presets.classic, tensors.slice(1), { version: "test" })).toThrow("conv1.weight is missing");
  const [first, ...rest] = tensors;
  const other = [{ ...first, shape: [1, 1] }, ...rest];
  expect(() => exportOnnx(presets.classic, other, { version: "test" })).toThrow("conv1.weight is 1×1; 6×1×5×5");
});

const tensor = (name: string, dims: number[], values: number[]): OnnxTensor => ({
  name,
  dims,
  data: Float32Array.from(values),
});
const whole = (name: string, values: number[]): OnnxTensor => ({
  name,
  dims: [values.length],
  data: BigInt64Array.from(values, BigInt),
});
const node = (op: string, inputs: string[], output: string, attributes: OnnxNode["attributes"] = {}): OnnxNode => ({
  name: "",
  op,
  inputs,
  outputs: [output],
  attributes,
});

const model = (nodes: OnnxNode[], initializers: OnnxTensor[] = [], more: Partial<OnnxModel> = {}): Uint8Array =>
  encodeOnnx(
    {
      opset: 13,
      name: "hand-made",
      nodes,
      initializers,
      inputs: [{ name: "x", shape: ["N", 1, 2, 2] }],
      outputs: [{ name: "y", shape: ["N", 2] }],
      metadata: {},
      ...more,
    },
    producer,
  );

describe("as other exporters write", () => {
  test("a product and a sum are a dense layer, its weight transposed in the file; a shape may be computed", () => {
    const shape = [
      node("Shape", ["x"], "shape"),
      node("Constant", [], "zero", { value: whole("", [0]) }),
      node("Gather", ["shape", "zero"], "n"),
      node("Constant", [], "rest", { value: whole("", [-1]) }),
      node("Concat", ["n", "rest"], "flat", { axis: 0 }),
    ];
    const nodes = [
      ...shape,
      node("Reshape", ["x", "flat"], "row"),
      node("MatMul", ["row", "w"], "product"),
      node("Add", ["b", "product"], "y"),
    ];
    // Feature by feature the weights of both outputs.
    const weights = [tensor("w", [4, 2], [1, 10, 2, 20, 3, 30, 4, 40]), tensor("b", [2], [0.5, 5])];
    const { recipe, tensors } = importOnnx(model(nodes, weights), "other");
    expect(recipe).toMatchObject({
      name: "hand-made",
      input: [1, 2, 2],
      layers: [{ type: "flatten" }, { type: "dense", units: 2 }],
    });
    expect(tensors.map(({ data }) => Array.from(data))).toEqual([
      [1, 2, 3, 4, 10, 20, 30, 40],
      [0.5, 5],
    ]);
  });

  test("its momentum is the share of the old, ours of the new", () => {
    const one = ["s", "b", "m", "v"].map((name, i) => tensor(name, [1], [i + 1]));
    const nodes = [
      node("BatchNormalization", ["x", "s", "b", "m", "v"], "n", {
        momentum: { float: 0.9 },
        epsilon: { float: 1e-3 },
      }),
      node("Flatten", ["n"], "y"),
    ];
    const { recipe, tensors } = importOnnx(model(nodes, one), "other");
    expect(recipe.layers[0]).toEqual({ type: "batchNorm", momentum: 0.1, epsilon: 0.001 });
    expect(tensors.map(({ name, data }) => [name, data[0]])).toEqual([
      ["bn.weight", 1],
      ["bn.bias", 2],
      ["bn.running_mean", 3],
      ["bn.running_var", 4],
    ]);
  });

  test("zeros put around a map before a convolution or a mean are its padding; as attribute up to opset 10, as input since", () => {
    const kernel = tensor("k", [2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const pads = [0, 0, 1, 0, 0, 0, 0, 1];
    const write = (pad: OnnxNode, next: OnnxNode, more: OnnxTensor[]) =>
      model([pad, next, node("Flatten", ["m"], "y")], more);
    const byInput = node("Pad", ["x", "pads"], "p");
    const byAttribute = node("Pad", ["x"], "p", { pads });
    const conv = node("Conv", ["p", "k"], "m");
    const mean = node("AveragePool", ["p"], "m", { kernel_shape: [2, 2], strides: [1, 1] });
    const layersFrom = (bytes: Uint8Array) => importOnnx(bytes, "other").recipe.layers;
    for (const [bytes, type] of [
      [write(byInput, conv, [kernel, whole("pads", pads)]), "conv2d"],
      [write(byAttribute, conv, [kernel]), "conv2d"],
      [write(byInput, mean, [whole("pads", pads)]), "avgPool2d"],
    ] as const) {
      const [layer] = layersFrom(bytes);
      // ONNX lists all beginnings, then all ends: above, and at the right.
      expect(layer).toMatchObject({ type, padding: { top: 1, bottom: 0, left: 0, right: 1 } });
      expect(layer).not.toHaveProperty("countIncludePad");
    }
    const ones = write(node("Pad", ["x", "pads", "one"], "p"), conv, [
      kernel,
      whole("pads", pads),
      tensor("one", [1], [1]),
    ]);
    expect(() => layersFrom(ones)).toThrow("something else than zeros");
    const cut = write(node("Pad", ["x"], "p", { pads: [0, 0, -1, 0, 0, 0, 0, 0] }), conv, [kernel]);
    expect(() => layersFrom(cut)).toThrow("something else than zeros");
    const greatest = node("MaxPool", ["p"], "m", { kernel_shape: [2, 2] });
    expect(() => layersFrom(write(byAttribute, greatest, []))).toThrow("a convolution or a mean pooling was expected");
  });

  test("a list of features is a map of one pixel for each", () => {
    const nodes = [node("Gemm", ["x", "w", "b"], "y", { transB: 1 })];
    const weights = [tensor("w", [2, 3], [1, 2, 3, 4, 5, 6]), tensor("b", [2], [0, 0])];
    const { recipe, notes } = importOnnx(model(nodes, weights, { inputs: [{ name: "x", shape: ["N", 3] }] }), "other");
    expect(recipe.input).toEqual([3, 1, 1]);
    expect(notes.join()).toContain("flat list");
  });
});

describe("refused, saying why", () => {
  const flat = node("Flatten", ["x"], "y");
  test.each<readonly [string, Uint8Array, RegExp]>([
    [
      "all nodes that we lack",
      model([node("LSTM", ["x"], "a"), node("Foo", ["a"], "b"), node("Flatten", ["b"], "y")]),
      /LSTM.*Foo/,
    ],
    [
      "names of what every object has",
      model([node("constructor", ["x"], "a"), node("__proto__", ["a"], "y")]),
      /constructor.*__proto__/,
    ],
    [
      "a kernel that is computed",
      model([node("Conv", ["x", "x"], "a"), node("Flatten", ["a"], "y")]),
      /weight is computed/,
    ],
    [
      "two inputs",
      model([flat], [], {
        inputs: [
          { name: "x", shape: ["N", 1, 2, 2] },
          { name: "z", shape: ["N", 4] },
        ],
      }),
      /its inputs are x .* and z/,
    ],
    [
      "an input of no fixed size",
      model([flat], [], { inputs: [{ name: "x", shape: ["N", 1, "H", "W"] }] }),
      /all fixed but N/,
    ],
    [
      "two outputs",
      model([flat], [], {
        outputs: [
          { name: "y", shape: [] },
          { name: "x", shape: [] },
        ],
      }),
      /one chain of layers to one output/,
    ],
    ["what depends on itself", model([node("Relu", ["x"], "a"), node("Sigmoid", ["a"], "x")]), /depends on itself/],
    [
      "branches that never meet",
      model([node("Relu", ["x"], "a"), node("Sigmoid", ["x"], "b"), flat]),
      /are not added again|one chain/,
    ],
    [
      "a dense layer that scales",
      model(
        [node("Flatten", ["x"], "a"), node("Gemm", ["a", "w"], "y", { alpha: { float: 2 } })],
        [tensor("w", [4, 2], Array(8).fill(1))],
      ),
      /alpha 1/,
    ],
    [
      "weights that do not fit what comes in",
      model([node("Flatten", ["x"], "a"), node("Gemm", ["a", "w"], "y")], [tensor("w", [3, 2], Array(6).fill(1))]),
      /w|dense/,
    ],
    [
      "a softmax along another axis",
      model([node("Flatten", ["x"], "a"), node("Softmax", ["a"], "y", { axis: 0 })]),
      /its axis is 0/,
    ],
    [
      "fewer values than the shape says",
      model([flat], [{ ...tensor("w", [2], [1, 2]), dims: [2 ** 40] }]),
      /has 2 values; 1099511627776/,
    ],
    ["no graph", new Uint8Array(), /0 graphs/],
    ["text", new TextEncoder().encode("<!doctype html><title>404</title>"), /ONNX/],
  ])("%s", (_, bytes, words) => {
    expect(() => importOnnx(bytes, "x")).toThrow(CircledastError);
    expect(() => importOnnx(bytes, "x")).toThrow(words);
  });

  test("values in another file", () => {
    const bytes = model([flat], [tensor("w", [1], [1])]);
    // data_location 14 = 1 behind the last field of the tensor: found by what the tensor ends with.
    const hex = Buffer.from(bytes).toString("hex");
    const raw = "4a040000803f";
    expect(hex.split(raw)).toHaveLength(2);
    expect(() => decodeOnnx(Buffer.from(hex.replace(raw, "7001" + "4a020000"), "hex"))).toThrow(FormatError);
  });

  test("a file that breaks off anywhere, or has a byte altered: an error of ours, or a network that computes", () => {
    const recipe = smallNetworks.classic;
    const bytes = exportOnnx(recipe, weightsOf(recipe), { version: "test" });
    const tried = (given: Uint8Array) => {
      try {
        const back = importOnnx(given, "x");
        expect(back.tensors.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(CircledastError);
      }
    };
    for (let length = 0; length < bytes.length; length += 7) tried(bytes.subarray(0, length));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const altered = bytes.slice();
        altered[place] ^= change;
        tried(altered);
      }),
      { numRuns: 2000 },
    );
  });
});
