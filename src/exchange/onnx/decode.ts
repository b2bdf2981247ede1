/** ONNX files read. */
import { FormatError } from "../../core/errors.ts";
import {
  attributeTypes,
  elementTypes,
  fields,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./format.ts";
import { Fields } from "./wire.ts";

/**
 * Reads the graph of a file. What none of our operators looks at is left out: subgraphs, tensors that are neither floats nor whole numbers,
 * attributes of other kinds.
 *
 * @throws FormatError where it is no ONNX file, a tensor has more or fewer values than its shape says, or its values are in another file
 */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  const model = new Fields(bytes);
  const graphs = model.messages(fields.model.graph);
  if (graphs.length !== 1) {
    throw new FormatError(
      `ONNX: it has ${graphs.length} graphs; one was expected. Is it an ONNX file? Export it again.`,
    );
  }
  const [graph] = graphs;
  const imports = model.messages(fields.model.opsetImport);
  const own = imports.find((entry) => ["", "ai.onnx"].includes(entry.text(fields.opset.domain)));
  return {
    opset: own?.integer(fields.opset.version) ?? 1,
    name: graph.text(fields.graph.name),
    nodes: graph.messages(fields.graph.node).map(nodeOf),
    initializers: graph.messages(fields.graph.initializer).flatMap(tensorOf),
    inputs: graph.messages(fields.graph.input).map(tensorValueOf),
    outputs: graph.messages(fields.graph.output).map(tensorValueOf),
    metadata: Object.fromEntries(
      model
        .messages(fields.model.metadata)
        .map((entry) => [entry.text(fields.entry.key), entry.text(fields.entry.value)]),
    ),
  };
}

function nodeOf(node: Fields): OnnxNode {
  const { name, op, input, output, attribute, domain } = fields.node;
  const foreign = node.text(domain);
  return {
    name: node.text(name),
    op: foreign === "" || foreign === "ai.onnx" ? node.text(op) : `${foreign}.${node.text(op)}`,
    inputs: node.texts(input),
    outputs: node.texts(output),
    attributes: Object.fromEntries(node.messages(attribute).flatMap(attributeOf)),
  };
}

function attributeOf(attribute: Fields): [string, OnnxAttribute][] {
  const { name, f, i, s, t, floats, ints, type } = fields.attribute;
  const value = (): OnnxAttribute | undefined => {
    switch (attribute.integer(type)) {
      case attributeTypes.float:
        return { float: attribute.floats(f).at(-1) ?? 0 };
      case attributeTypes.int:
        return attribute.integer(i);
      case attributeTypes.string:
        return attribute.text(s);
      case attributeTypes.tensor:
        return tensorOf(attribute.message(t))[0];
      case attributeTypes.floats:
        return Array.from(attribute.floats(floats));
      case attributeTypes.ints:
        return attribute.integers(ints).map(Number);
      default:
        return undefined;
    }
  };
  const found = value();
  return found === undefined ? [] : [[attribute.text(name), found]];
}

/** Bytes of an element, and how it is read, of the types that we look at. */
const elements = new Map<number, { size: number; read: (view: DataView, at: number) => number | bigint }>([
  [elementTypes.float, { size: 4, read: (view, at) => view.getFloat32(at, true) }],
  [elementTypes.double, { size: 8, read: (view, at) => view.getFloat64(at, true) }],
  [elementTypes.int32, { size: 4, read: (view, at) => BigInt(view.getInt32(at, true)) }],
  [elementTypes.int64, { size: 8, read: (view, at) => view.getBigInt64(at, true) }],
]);

/** A tensor that is a file by itself. @throws FormatError where it is none, or of a type that none of our operators looks at */
export function decodeTensor(bytes: Uint8Array): OnnxTensor {
  const [tensor] = tensorOf(new Fields(bytes));
  if (tensor !== undefined) return tensor;
  throw new FormatError("ONNX: it is no tensor of floats or whole numbers, which was expected. Export it as one.");
}

function tensorOf(tensor: Fields): OnnxTensor[] {
  const { dims, dataType, floatData, int32Data, int64Data, name, rawData, doubleData, dataLocation } = fields.tensor;
  const type = tensor.integer(dataType);
  const element = elements.get(type);
  if (element === undefined) return [];
  const label = tensor.text(name);
  const shape = tensor.integers(dims).map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (tensor.integer(dataLocation) === 1) {
    throw new FormatError(
      `${label}: its values are in another file; one file was expected. Export the model without external data.`,
    );
  }
  const isFloat = type === elementTypes.float || type === elementTypes.double;
  const raw = tensor.bytes(rawData).at(-1);
  let data: Float32Array | BigInt64Array;
  if (raw !== undefined && raw.length > 0) {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const length = Math.floor(raw.length / element.size);
    const values = Array.from({ length }, (_, place) => element.read(view, place * element.size));
    data = isFloat ? Float32Array.from(values as number[]) : BigInt64Array.from(values as bigint[]);
  } else if (type === elementTypes.float) data = tensor.floats(floatData);
  else if (type === elementTypes.double) data = Float32Array.from(tensor.doubles(doubleData));
  else data = BigInt64Array.from(tensor.integers(type === elementTypes.int32 ? int32Data : int64Data));
  if (data.length !== count) {
    throw new FormatError(
      `${label}: it has ${data.length} values; ${count} were expected for its shape, ${shape.join("×")}. Export it again.`,
    );
  }
  return [{ name: label, dims: shape, data }];
}

function tensorValueOf(value: Fields): OnnxValue {
  const tensor = value.message(fields.value.type).message(fields.type.tensor);
  const dims = tensor.message(fields.tensorType.shape).messages(fields.shape.dim);
  return {
    name: value.text(fields.value.name),
    shape: dims.map((dim) => dim.text(fields.dimension.name) || dim.integer(fields.dimension.value) || "?"),
  };
}
