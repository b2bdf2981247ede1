/**
 * An ONNX model as far as networks of ours, and those like them, need it: nodes of the standard operators over named tensors, in the order in
 * which they are computed. Files are messages of Protocol Buffers; the numbers of their fields are those of onnx.proto (ONNX 1.12).
 */

/** A tensor that stands in the file: f32 weights, or 64-bit numbers such as a shape. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number } | OnnxTensor;

export interface OnnxNode {
  readonly name: string;
  /** The operator, of the standard's own domain. */
  readonly op: string;
  /** Names; "" stands for an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers are `i`, `{ float }` is `f`, lists are `ints`. */
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** Name and shape; a size that is not fixed is a name: "N". */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  /** Version of the operators. */
  readonly opset: number;
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Notes of whoever wrote it. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Numbers of fields, by message. */
export const fields = {
  model: { irVersion: 1, producerName: 2, producerVersion: 3, graph: 7, opsetImport: 8, metadata: 14 },
  opset: { domain: 1, version: 2 },
  entry: { key: 1, value: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12 },
  node: { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, f: 2, i: 3, s: 4, t: 5, floats: 7, ints: 8, type: 20 },
  tensor: {
    dims: 1,
    dataType: 2,
    floatData: 4,
    int32Data: 5,
    int64Data: 7,
    name: 8,
    rawData: 9,
    doubleData: 10,
    dataLocation: 14,
  },
  value: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dim: 1 },
  dimension: { value: 1, name: 2 },
} as const;

/** What kind of value an attribute has. */
export const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const;

/** Types of elements. */
export const elementTypes = { float: 1, int32: 6, int64: 7, double: 11 } as const;
