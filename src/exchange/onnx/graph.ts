/** A file's graph as one walks through it: who reads what, and what is constant. */
import type { OnnxModel, OnnxNode, OnnxTensor } from "./format.ts";

/** Of these only constants come, or shapes, which nothing of ours depends on. */
const shapeOperators = new Set(["Shape", "Gather", "Unsqueeze", "Concat", "Slice", "Cast"]);

/** A matrix [rows, columns] as [columns, rows]. */
export function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  return data.map((_, place) => data[(place % rows) * columns + Math.floor(place / rows)]);
}

export class OnnxGraph {
  readonly #constants = new Map<string, OnnxTensor>();
  readonly #readers = new Map<string, OnnxNode[]>();
  /** What computes from pictures: without constants and shapes. */
  readonly nodes: readonly OnnxNode[];
  readonly outputs: readonly string[];

  constructor({ nodes, initializers, outputs }: OnnxModel) {
    for (const tensor of initializers) this.#constants.set(tensor.name, tensor);
    const shapes = new Set<string>();
    this.nodes = nodes.filter((node) => {
      const given = node.inputs.filter((input) => input !== "");
      const folded = this.#fold(node);
      for (const [place, tensor] of folded.entries()) this.#constants.set(node.outputs[place], tensor);
      const isShape = shapeOperators.has(node.op) && (node.op === "Shape" || given.some((input) => shapes.has(input)));
      if (isShape) for (const output of node.outputs) shapes.add(output);
      return folded.length === 0 && !isShape;
    });
    for (const node of this.nodes) {
      for (const input of new Set(node.inputs)) this.#readers.set(input, [...(this.#readers.get(input) ?? []), node]);
    }
    this.outputs = outputs.map(({ name }) => name);
  }

  constant(tensor: string | undefined): OnnxTensor | undefined {
    return tensor === undefined ? undefined : this.#constants.get(tensor);
  }

  /** A constant of one number. */
  scalar(tensor: string): number | undefined {
    const data = this.#constants.get(tensor)?.data;
    return data?.length === 1 ? Number(data[0]) : undefined;
  }

  /** In the order in which they are computed. */
  readers(tensor: string): readonly OnnxNode[] {
    return this.#readers.get(tensor) ?? [];
  }

  /** What a node of constants alone gives; empty where it is none, or its result is none that we need. */
  #fold({ op, inputs, outputs, attributes }: OnnxNode): OnnxTensor[] {
    if (op === "Constant") {
      const { value, value_float: float } = attributes;
      if (typeof value === "object" && "dims" in value) return [{ ...value, name: outputs[0] }];
      if (typeof float === "object" && "float" in float) {
        return [{ name: outputs[0], dims: [], data: Float32Array.of(float.float) }];
      }
      return [];
    }
    const tensor = this.constant(inputs[0]);
    if (tensor === undefined) return [];
    if (op === "Identity") return [{ ...tensor, name: outputs[0] }];
    if (op === "Transpose" && tensor.dims.length === 2 && tensor.data instanceof Float32Array) {
      const [rows, columns] = tensor.dims;
      return [{ name: outputs[0], dims: [columns, rows], data: transposed(tensor.data, rows, columns) }];
    }
    const shape = this.constant(inputs[1]);
    if (op === "Reshape" && shape !== undefined) {
      const dims = Array.from(shape.data, Number).map((size, axis) => (size === 0 ? tensor.dims[axis] : size));
      const rest = tensor.data.length / dims.filter((size) => size > 0).reduce((product, size) => product * size, 1);
      return [{ name: outputs[0], dims: dims.map((size) => (size < 0 ? rest : size)), data: tensor.data }];
    }
    return [];
  }
}
