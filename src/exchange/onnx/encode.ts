import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
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

/** Of files that every reader of opset 13 takes. */
const IR_VERSION = 7;

/** Appends to a message; each call is a field. */
class Message {
  readonly #writer = new BinaryWriter();

  text(field: number, value: string): this {
    this.#writer.tag(field, WireType.LengthDelimited).string(value);
    return this;
  }

  integer(field: number, value: number | bigint): this {
    this.#writer.tag(field, WireType.Varint).int64(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#writer.tag(field, WireType.Bit32).float(value);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#writer.tag(field, WireType.LengthDelimited).bytes(value);
    return this;
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#writer.finish() as Uint8Array<ArrayBuffer>;
  }
}

/** The bytes of an ONNX file. The same model gives the same bytes. */
export function encodeOnnx(
  model: OnnxModel,
  producer: { readonly name: string; readonly version: string },
): Uint8Array<ArrayBuffer> {
  const { opset, name, nodes, initializers, inputs, outputs, metadata } = model;
  const graph = new Message();
  for (const node of nodes) graph.message(fields.graph.node, nodeMessage(node));
  graph.text(fields.graph.name, name);
  for (const tensor of initializers) graph.message(fields.graph.initializer, tensorMessage(tensor));
  for (const value of inputs) graph.message(fields.graph.input, valueMessage(value));
  for (const value of outputs) graph.message(fields.graph.output, valueMessage(value));
  const whole = new Message()
    .integer(fields.model.irVersion, IR_VERSION)
    .text(fields.model.producerName, producer.name)
    .text(fields.model.producerVersion, producer.version)
    .message(fields.model.graph, graph)
    .message(
      fields.model.opsetImport,
      new Message().text(fields.opset.domain, "").integer(fields.opset.version, opset),
    );
  for (const [key, value] of Object.entries(metadata)) {
    whole.message(fields.model.metadata, new Message().text(fields.entry.key, key).text(fields.entry.value, value));
  }
  return whole.finish();
}

function nodeMessage({ name, op, inputs, outputs, attributes }: OnnxNode): Message {
  const message = new Message();
  for (const input of inputs) message.text(fields.node.input, input);
  for (const output of outputs) message.text(fields.node.output, output);
  message.text(fields.node.name, name).text(fields.node.op, op);
  for (const [key, value] of Object.entries(attributes)) {
    message.message(fields.node.attribute, attributeMessage(key, value));
  }
  return message;
}

function attributeMessage(name: string, value: OnnxAttribute): Message {
  const { f, i, s, t, ints, type } = fields.attribute;
  const message = new Message().text(fields.attribute.name, name);
  if (typeof value === "number") return message.integer(i, value).integer(type, attributeTypes.int);
  if (typeof value === "string") return message.text(s, value).integer(type, attributeTypes.string);
  if ("float" in value) return message.float(f, value.float).integer(type, attributeTypes.float);
  if ("dims" in value) return message.message(t, tensorMessage(value)).integer(type, attributeTypes.tensor);
  for (const number of value) message.integer(ints, number);
  return message.integer(type, attributeTypes.ints);
}

function tensorMessage({ name, dims, data }: OnnxTensor): Message {
  const message = new Message();
  for (const dim of dims) message.integer(fields.tensor.dims, dim);
  const isFloat = data instanceof Float32Array;
  message.integer(fields.tensor.dataType, isFloat ? elementTypes.float : elementTypes.int64);
  message.text(fields.tensor.name, name);
  // Little-endian, whatever the machine.
  const view = new DataView(new ArrayBuffer(data.byteLength));
  if (isFloat) data.forEach((value, place) => view.setFloat32(4 * place, value, true));
  else data.forEach((value, place) => view.setBigInt64(8 * place, value, true));
  return message.bytes(fields.tensor.rawData, new Uint8Array(view.buffer));
}

function valueMessage({ name, shape }: OnnxValue): Message {
  const dims = new Message();
  for (const size of shape) {
    const dimension = new Message();
    if (typeof size === "number") dimension.integer(fields.dimension.value, size);
    else dimension.text(fields.dimension.name, size);
    dims.message(fields.shape.dim, dimension);
  }
  const tensor = new Message()
    .integer(fields.tensorType.element, elementTypes.float)
    .message(fields.tensorType.shape, dims);
  return new Message()
    .text(fields.value.name, name)
    .message(fields.value.type, new Message().message(fields.type.tensor, tensor));
}
