/** What each operation of a network that judges is in ONNX: nodes of operators that stand alike in opsets 13 to 17. */
import type { Shape } from "../../core/shape.ts";
import type { NamedTensor } from "../../io/safetensors.ts";
import { usesTanh } from "../../operations/gelu.ts";
import type { Attributes, Operation } from "../../operations/operation.ts";
import type { Padding2d, Size2d } from "../../operations/spatial.ts";
import { countedOf, type WindowAttributes, windowOf } from "../../operations/window.ts";
import type { OnnxAttribute } from "./format.ts";

/** Where an operation's nodes go. */
export interface Graph {
  /** Appends a node; the tensor that it computes gets the name `output`, or one of its own. */
  node(
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    output?: string,
  ): string;
  /** The name of a tensor of constants. */
  constant(role: string, dims: readonly number[], values: readonly number[]): string;
  /** The name of a parameter, which becomes part of the file. */
  parameter(name: string): string;
  /** Makes a tensor a constant of the file that is computed of a parameter. */
  derive(tensor: string, parameter: string, compute: (parameter: NamedTensor) => Float32Array): void;
  shapeOf(tensor: string): readonly number[];
  /** The bias that is added to a tensor and to nothing else: the addition is the node's that asks for it. */
  takeBias(tensor: string): { readonly bias: string; readonly output: string } | undefined;
}

type Convert = (operation: Operation, graph: Graph) => void;

/** Ours is top, bottom, left, right. */
const padsOf = ([top, bottom, left, right]: Padding2d): number[] => [top, left, bottom, right];

/** A node of one input, which does what the operation does. */
const unary =
  (
    op: string,
    attributesOf: (attributes: Attributes) => Readonly<Record<string, OnnxAttribute>> = () => ({}),
  ): Convert =>
  ({ inputs, outputs, attributes }, graph) =>
    void graph.node(op, [inputs.x], attributesOf(attributes), outputs.y);

const conv2d: Convert = ({ inputs, outputs, attributes }, graph) => {
  const given = attributes as { stride: Size2d; padding: Padding2d; dilation: Size2d; groups: number };
  const [, , ...kernel] = graph.shapeOf(inputs.weight);
  const { bias, output } = graph.takeBias(outputs.y) ?? { bias: undefined, output: outputs.y };
  graph.node(
    "Conv",
    [inputs.x, graph.parameter(inputs.weight), ...(bias === undefined ? [] : [graph.parameter(bias)])],
    {
      dilations: given.dilation,
      group: given.groups,
      kernel_shape: kernel,
      pads: padsOf(given.padding),
      strides: given.stride,
    },
    output,
  );
};

const dense: Convert = ({ inputs, outputs }, graph) => {
  const { bias, output } = graph.takeBias(outputs.y) ?? { bias: undefined, output: outputs.y };
  const terms = [inputs.x, graph.parameter(inputs.weight), ...(bias === undefined ? [] : [graph.parameter(bias)])];
  graph.node("Gemm", terms, { transB: 1 }, output);
};

/** Every kernel of an array turned about: 180°. What is turned twice is as it was. */
export function turnedAbout(data: Float32Array, shape: Shape): Float32Array {
  const area = shape[2] * shape[3];
  return data.map((_, place) => {
    const cell = place % area;
    return data[place - cell + area - 1 - cell];
  });
}

/** A kernel turned about is a constant like the kernel itself. */
const flip2d: Convert = ({ inputs, outputs }, graph) =>
  graph.derive(outputs.y, inputs.x, ({ data, shape }) => turnedAbout(data, shape));

/** The padding, and as many rows and columns more as the last windows reach beyond it: no window depends on `ceil_mode`. */
function reaching({ kernel, stride, padding }: WindowAttributes, input: readonly number[], output: readonly number[]) {
  const [top, bottom, left, right] = padding;
  const beyond = (axis: 0 | 1, before: number, after: number) =>
    Math.max(after, (output[axis] - 1) * stride[axis] + kernel[axis] - before - input[axis]);
  return [top, beyond(0, top, bottom), left, beyond(1, left, right)] as const;
}

function pool(op: "MaxPool" | "AveragePool", { inputs, outputs, attributes }: Operation, graph: Graph): void {
  const window = windowOf(attributes);
  const [input, output] = [inputs.x, outputs.y].map((tensor) => graph.shapeOf(tensor).slice(2) as unknown as Size2d);
  const pads = reaching(window, input, output);
  const fields = { kernel_shape: window.kernel, strides: window.stride, pads: padsOf(pads) };
  if (op === "MaxPool") {
    graph.node(op, [inputs.x], fields, outputs.y);
    return;
  }
  const reaches = pads.some((size, side) => size > window.padding[side]);
  const hasPadding = window.padding.some((size) => size > 0);
  // What lies beyond the padding never counts; then padding that counts takes a mean of all cells, brought to the cells that count.
  if (!(window.countIncludePad && hasPadding && reaches)) {
    const count = Number(window.countIncludePad && hasPadding);
    graph.node(op, [inputs.x], { ...fields, count_include_pad: count }, outputs.y);
    return;
  }
  const mean = graph.node(op, [inputs.x], { ...fields, count_include_pad: 1 });
  const { rows, columns } = countedOf(window, input);
  const cells = window.kernel[0] * window.kernel[1];
  const seen = (axis: 0 | 1, place: number, [from, to]: readonly [number, number]) => {
    const start = place * window.stride[axis];
    return Math.min(start + window.kernel[axis], to) - Math.max(start, from);
  };
  const [P, Q] = output;
  const share = Array.from({ length: P * Q }, (_, place) => {
    return cells / (seen(0, Math.floor(place / Q), rows) * seen(1, place % Q, columns));
  });
  graph.node("Mul", [mean, graph.constant("share", [1, 1, P, Q], share)], {}, outputs.y);
}

const batchNorm: Convert = ({ inputs, outputs, attributes }, graph) => {
  const parameters = [inputs.weight, inputs.bias, inputs.mean, inputs.variance].map((name) => graph.parameter(name));
  graph.node(
    "BatchNormalization",
    [inputs.x, ...parameters],
    { epsilon: { float: attributes.epsilon as number } },
    outputs.y,
  );
};

/** x · ½ (1 + erf(x/√2)), or PyTorch's other formula: opset 20 is the first that has it as an operator. */
const gelu: Convert = ({ inputs: { x }, outputs, attributes }, graph) => {
  const scalar = (role: string, value: number) => graph.constant(role, [], [value]);
  let bent: string;
  if (usesTanh(attributes)) {
    const cube = graph.node("Mul", [graph.node("Mul", [x, x]), x]);
    const sum = graph.node("Add", [x, graph.node("Mul", [cube, scalar("cubic", 0.044715)])]);
    bent = graph.node("Tanh", [graph.node("Mul", [sum, scalar("scale", Math.sqrt(2 / Math.PI))])]);
  } else {
    bent = graph.node("Erf", [graph.node("Mul", [x, scalar("scale", Math.SQRT1_2)])]);
  }
  const twice = graph.node("Mul", [x, graph.node("Add", [bent, scalar("one", 1)])]);
  graph.node("Mul", [twice, scalar("half", 0.5)], {}, outputs.y);
};

const silu: Convert = ({ inputs: { x }, outputs }, graph) =>
  void graph.node("Mul", [x, graph.node("Sigmoid", [x])], {}, outputs.y);

/** By operation: all that a network's layers emit while it judges. */
export const converters: Readonly<Record<string, Convert>> = {
  add: ({ inputs: { a, b }, outputs }, graph) => void graph.node("Add", [a, b], {}, outputs.y),
  avgPool2d: (operation, graph) => pool("AveragePool", operation, graph),
  batchNorm,
  conv2d,
  dense,
  flatten: unary("Flatten", () => ({ axis: 1 })),
  flip2d,
  gelu,
  leakyRelu: unary("LeakyRelu", ({ slope }) => ({ alpha: { float: slope as number } })),
  maxPool2d: (operation, graph) => pool("MaxPool", operation, graph),
  relu: unary("Relu"),
  sigmoid: unary("Sigmoid"),
  silu,
  softmax: unary("Softmax", () => ({ axis: 1 })),
  tanh: unary("Tanh"),
};
