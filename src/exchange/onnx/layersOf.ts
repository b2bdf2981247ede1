/** What ONNX's nodes are as layers. */
import type { LayerSpec } from "../../model/recipe.ts";
import type { OnnxNode, OnnxTensor } from "./format.ts";
import { transposed } from "./graph.ts";

/** A layer, and the values of its parameters and statistics in the order in which it declares them. */
export interface Piece {
  readonly layer: LayerSpec;
  readonly parameters: readonly (readonly number[] | Float32Array)[];
  readonly statistics: readonly (readonly number[] | Float32Array)[];
}

/** What a node says that we cannot do; the node's name is added by who asked. */
export class Unlike extends Error {}

/** How a node is read. */
export interface NodeSite {
  readonly node: OnnxNode;
  /** The constants among the node's inputs, by place. */
  readonly constants: readonly (OnnxTensor | undefined)[];
  /** A bias that the next node adds, where it adds one of so many values: that node is then done. */
  readonly takeBias: (length: number) => Float32Array | undefined;
  /** Zeros that a node before this one has put around the map: above, left, below, right. */
  readonly before: readonly number[];
}

/** No zeros around the map. */
export const nothingAround: readonly number[] = [0, 0, 0, 0];

/**
 * The zeros that Pad puts around a map.
 *
 * @throws Unlike where it puts others, or elsewhere
 */
export function padsOf({ node, constants }: Pick<NodeSite, "node" | "constants">): readonly number[] {
  const { listOf, text } = reader(node);
  const pads = constants[1] === undefined ? listOf("pads", []) : Array.from(constants[1].data, Number);
  const value = Number(constants[2]?.data[0] ?? 0);
  const [n, c, top, left, n2, c2, bottom, right] = pads;
  const isZero = ["", "constant"].includes(text("mode")) && value === 0 && pads.length === 8;
  if (!isZero || [n, c, n2, c2].some((size) => size !== 0) || pads.some((size) => size < 0)) {
    throw new Unlike("it puts something else than zeros around the map");
  }
  return [top, left, bottom, right];
}

const piece = (
  type: string,
  fields: Readonly<Record<string, unknown>> = {},
  parameters: Piece["parameters"] = [],
  statistics: Piece["statistics"] = [],
): Piece[] => [{ layer: { type, ...fields }, parameters, statistics }];

/** Attributes, typed as they are asked for, with what ONNX takes where one is left out. */
function reader({ attributes }: OnnxNode) {
  const listOf = (name: string, otherwise: readonly number[]): readonly number[] => {
    const value = attributes[name];
    return Array.isArray(value) ? value : otherwise;
  };
  const integer = (name: string, otherwise: number): number => {
    const value = attributes[name];
    return typeof value === "number" ? value : otherwise;
  };
  const float = (name: string, otherwise: number): number => {
    const value = attributes[name];
    return typeof value === "object" && "float" in value ? value.float : otherwise;
  };
  const text = (name: string): string => {
    const value = attributes[name];
    return typeof value === "string" ? value : "";
  };
  return { listOf, integer, float, text };
}

/** A number that was rounded to f32, as people wrote it: 0.1 for 0.10000000149. */
function asWritten(value: number): number {
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === Math.fround(value) ? short : value;
}

function floats(tensor: OnnxTensor | undefined, what: string): OnnxTensor & { readonly data: Float32Array } {
  if (tensor?.data instanceof Float32Array) return tensor as OnnxTensor & { readonly data: Float32Array };
  throw new Unlike(`its ${what} is computed or missing; constant floats were expected`);
}

function padding({ node, before }: NodeSite): object {
  const { listOf, text } = reader(node);
  const pads = listOf("pads", nothingAround);
  const auto = text("auto_pad");
  if (auto === "SAME_LOWER") throw new Unlike("its auto_pad is SAME_LOWER; pads, VALID or SAME_UPPER were expected");
  const isAround = before.some((size) => size > 0);
  if (auto === "SAME_UPPER" && isAround)
    throw new Unlike("zeros stand around its input, and its auto_pad is SAME_UPPER");
  if (auto === "SAME_UPPER") return { padding: "same" };
  const [top, left, bottom, right] = before.map((size, side) => size + (auto === "VALID" ? 0 : pads[side]));
  return [top, left, bottom, right].every((size) => size === 0) ? {} : { padding: { top, bottom, left, right } };
}

/** Two axes: we have pictures. */
function pair(values: readonly number[], what: string): readonly number[] {
  if (values.length === 2) return values;
  throw new Unlike(`its ${what} has ${values.length} axes; 2 were expected, those of a picture`);
}

const unlessOnes = (name: string, values: readonly number[]) =>
  values.every((value) => value === 1) ? {} : { [name]: values };

function conv(site: NodeSite): Piece[] {
  const { node, constants, takeBias } = site;
  const { listOf, integer } = reader(node);
  const weight = floats(constants[1], "weight");
  const [filters, , ...kernel] = weight.dims;
  pair(kernel, "kernel");
  const groups = integer("group", 1);
  const bias =
    constants[2] === undefined && node.inputs[2] === undefined ? takeBias(filters) : floats(constants[2], "bias").data;
  return piece(
    "conv2d",
    {
      filters,
      kernel,
      ...unlessOnes("stride", listOf("strides", [1, 1])),
      ...unlessOnes("dilation", listOf("dilations", [1, 1])),
      ...padding(site),
      ...(groups === 1 ? {} : { groups }),
      ...(bias === undefined ? { bias: false } : {}),
    },
    bias === undefined ? [weight.data] : [weight.data, bias],
  );
}

/** weight [F, units] or, transposed, [units, F]. */
function denseOf(
  weight: OnnxTensor & { readonly data: Float32Array },
  isTransposed: boolean,
  bias: Float32Array | undefined,
): Piece[] {
  if (weight.dims.length !== 2) throw new Unlike(`its weight has ${weight.dims.length} axes; 2 were expected`);
  const [rows, columns] = weight.dims;
  const units = isTransposed ? rows : columns;
  const data = isTransposed ? weight.data : transposed(weight.data, rows, columns);
  return piece("dense", { units }, [data, bias ?? new Float32Array(units)]);
}

function gemm({ node, constants, takeBias }: NodeSite): Piece[] {
  const { integer, float } = reader(node);
  if (float("alpha", 1) !== 1 || float("beta", 1) !== 1 || integer("transA", 0) !== 0) {
    throw new Unlike("it scales or transposes its input; alpha 1, beta 1 and transA 0 were expected");
  }
  const weight = floats(constants[1], "weight");
  const isTransposed = integer("transB", 0) === 1;
  const units = weight.dims[isTransposed ? 0 : 1];
  const bias = node.inputs[2] === undefined ? takeBias(units) : floats(constants[2], "bias").data;
  if (bias !== undefined && bias.length !== units)
    throw new Unlike(`its bias has ${bias.length} values; ${units} were expected`);
  return denseOf(weight, isTransposed, bias);
}

function pool(type: "maxPool2d" | "avgPool2d", site: NodeSite): Piece[] {
  const { node, before } = site;
  const { listOf, integer } = reader(node);
  const size = pair(listOf("kernel_shape", []), "window");
  const stride = listOf("strides", [1, 1]);
  if (listOf("dilations", [1, 1]).some((step) => step !== 1)) throw new Unlike("its windows are dilated");
  if (node.outputs.length > 1) throw new Unlike("it gives the places of the maxima as well");
  const isAround = before.some((size) => size > 0);
  if (isAround && listOf("pads", nothingAround).some((size) => size > 0)) {
    throw new Unlike("zeros that count stand around its input, and padding that may not");
  }
  const padded = padding(site);
  const counts = isAround || integer("count_include_pad", 0) === 1;
  return piece(type, {
    size,
    ...(stride.join() === size.join() ? {} : { stride }),
    ...padded,
    ...(integer("ceil_mode", 0) === 1 ? { ceilMode: true } : {}),
    ...(type === "avgPool2d" && "padding" in padded && !counts ? { countIncludePad: false } : {}),
  });
}

function batchNorm({ node, constants }: NodeSite): Piece[] {
  const { float } = reader(node);
  const [, scale, bias, mean, variance] = ["", "scale", "bias", "mean", "variance"].map((what, place) =>
    place === 0 ? new Float32Array() : floats(constants[place], what).data,
  );
  // ONNX's momentum is the share that the old value keeps.
  const fields = {
    epsilon: asWritten(float("epsilon", 1e-5)),
    momentum: asWritten(1 - asWritten(float("momentum", 0.9))),
  };
  return piece("batchNorm", fields, [scale, bias], [mean, variance]);
}

function dropout({ node, constants }: NodeSite): Piece[] {
  const given = constants[1]?.data[0];
  const rate = asWritten(given === undefined ? reader(node).float("ratio", 0.5) : Number(given));
  return rate === 0 ? [] : piece("dropout", { rate });
}

/** The maps' means, kept as maps of one number or not. */
function reduceMean({ node, constants }: NodeSite): Piece[] {
  const { listOf, integer } = reader(node);
  const axes = constants[1] === undefined ? listOf("axes", []) : Array.from(constants[1].data, Number);
  const sorted = axes.map((axis) => (axis < 0 ? axis + 4 : axis)).toSorted();
  if (sorted.join() !== "2,3") throw new Unlike(`it takes means along axes ${axes.join(", ")}; 2 and 3 were expected`);
  const maps = piece("globalAvgPool");
  return integer("keepdims", 1) === 1 ? maps : [...maps, ...piece("flatten")];
}

function softmax({ node }: NodeSite): Piece[] {
  const axis = reader(node).integer("axis", -1);
  if (axis !== 1 && axis !== -1) throw new Unlike(`its axis is ${axis}; the last was expected`);
  return piece("softmax");
}

function flatten({ node }: NodeSite): Piece[] {
  const axis = reader(node).integer("axis", 1);
  if (axis !== 1) throw new Unlike(`its axis is ${axis}; 1 was expected`);
  return piece("flatten");
}

/** To [N, everything else]: other shapes we have no use for. The shape may be computed, of the input's own. */
function reshape({ constants }: NodeSite): Piece[] {
  const shape = constants[1] === undefined ? undefined : Array.from(constants[1].data, Number);
  if (shape !== undefined && shape.length !== 2) {
    throw new Unlike(`it gives ${shape.length} axes; 2 were expected, as flatten gives them`);
  }
  return piece("flatten");
}

function gelu({ node }: NodeSite): Piece[] {
  return piece("gelu", reader(node).text("approximate") === "tanh" ? { approximate: "tanh" } : {});
}

/** By operator. What is missing here, and no function of numbers, is none that we can read. */
export const nodeLayers: Readonly<Record<string, (site: NodeSite) => Piece[]>> = {
  AveragePool: (site) => pool("avgPool2d", site),
  BatchNormalization: batchNorm,
  Conv: conv,
  Dropout: dropout,
  Flatten: flatten,
  Gelu: gelu,
  Gemm: gemm,
  GlobalAveragePool: () => piece("globalAvgPool"),
  Identity: () => [],
  LeakyRelu: ({ node }) => piece("leakyRelu", { slope: asWritten(reader(node).float("alpha", 0.01)) }),
  MatMul: ({ constants, takeBias }) => {
    const weight = floats(constants[1], "second factor");
    return denseOf(weight, false, takeBias(weight.dims.at(-1)!));
  },
  MaxPool: (site) => pool("maxPool2d", site),
  ReduceMean: reduceMean,
  Relu: () => piece("relu"),
  Reshape: reshape,
  Sigmoid: () => piece("sigmoid"),
  Softmax: softmax,
  Squeeze: () => piece("flatten"),
  Tanh: () => piece("tanh"),
};
