/** A trained network as an ONNX file, which other programs run. */
import { version } from "../../../package.json";
import { SpecError } from "../../core/errors.ts";
import { formatShape } from "../../core/shape.ts";
import type { NamedTensor } from "../../io/safetensors.ts";
import { buildNetwork } from "../../layers/network.ts";
import type { Recipe } from "../../model/recipe.ts";
import type { Operation } from "../../operations/operation.ts";
import { ProgramBuilder } from "../../operations/program.ts";
import { encodeOnnx } from "./encode.ts";
import type { OnnxModel, OnnxNode, OnnxTensor } from "./format.ts";
import { converters, type Graph } from "./nodes.ts";

/** Versions of the operators that a file may ask for: what we write means the same in all of them. */
export const opsets = { first: 13, last: 17 } as const;

/** How the file is written. */
export interface OnnxOptions {
  /** From 13, which is the default and what most programs read, to 17. */
  readonly opset?: number | undefined;
  /** Of what wrote the file; default: of this library. */
  readonly version?: string;
  /** Steps trained, noted in the file. */
  readonly step?: number | undefined;
}

/**
 * The network as it judges: random layers at rest, batch normalisation with its running statistics.
 *
 *     input [N, C, H, W], f32, pixels from 0 to 1  →  output [N, F], what the last layer gives: before the loss's softmax
 *
 * N is free. Parameters have the names that they have here; the recipe stands in the notes, by which the file comes back as it was.
 *
 * @param tensors parameters and running statistics, by their names
 * @returns the bytes of the file; the same network gives the same bytes
 * @throws SpecError or ShapeError where the network cannot be built, a tensor is missing or has another shape, or the opset is none of those we write
 */
export function exportOnnx(
  recipe: Recipe,
  tensors: readonly NamedTensor[],
  options: OnnxOptions = {},
): Uint8Array<ArrayBuffer> {
  return encodeOnnx(onnxOf(recipe, tensors, options), { name: "circledast", version: options.version ?? version });
}

/** The model that the file is of. */
export function onnxOf(
  recipe: Recipe,
  tensors: readonly NamedTensor[],
  { opset = opsets.first, step }: OnnxOptions,
): OnnxModel {
  if (!(Number.isInteger(opset) && opset >= opsets.first && opset <= opsets.last)) {
    throw new SpecError(`opset: ${opset} found; ${opsets.first} to ${opsets.last} was expected. Leave it out.`);
  }
  const builder = new ProgramBuilder();
  const input = builder.persistent("input", [1, ...recipe.input]);
  const network = buildNetwork(builder, recipe, input, "evaluation");
  const readers = new Map<string, Operation[]>();
  for (const operation of builder.operations) {
    for (const tensor of new Set(Object.values(operation.inputs))) {
      const known = readers.get(tensor);
      if (known === undefined) readers.set(tensor, [operation]);
      else known.push(operation);
    }
  }
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxTensor>();
  const taken = new Set<string>();
  const given = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  // What the network gives in the end goes by the name that users look for.
  const named = (tensor: string) => (tensor === network.output ? "output" : tensor);

  const parameterOf = (tensor: string): NamedTensor => {
    const { shape } = builder.tensors.get(tensor)!;
    const found = given.get(tensor);
    if (found === undefined || formatShape(found.shape) !== formatShape(shape)) {
      const what = found === undefined ? "missing" : formatShape(found.shape);
      throw new SpecError(
        `weights: ${tensor} is ${what}; ${formatShape(shape)} was expected. Give those of this network.`,
      );
    }
    return found;
  };
  const graphOf = (label: string): Graph => ({
    node(op, inputs, attributes = {}, output = `${label}.${op}${nodes.length}`) {
      nodes.push({
        name: `${label}.${op}${nodes.length}`,
        op,
        inputs: inputs.map(named),
        outputs: [named(output)],
        attributes,
      });
      return output;
    },
    constant(role, dims, values) {
      const constant = `${label}.${role}`;
      constants.set(constant, { name: constant, dims, data: Float32Array.from(values) });
      return constant;
    },
    parameter(tensor) {
      if (!constants.has(tensor)) {
        const { shape, data } = parameterOf(tensor);
        constants.set(tensor, { name: tensor, dims: shape, data });
      }
      return tensor;
    },
    derive(tensor, parameter, compute) {
      const { shape } = builder.tensors.get(tensor)!;
      constants.set(tensor, { name: tensor, dims: shape, data: compute(parameterOf(parameter)) });
    },
    shapeOf: (tensor) => builder.tensors.get(tensor)!.shape,
    takeBias(tensor) {
      const [reader, ...others] = readers.get(tensor) ?? [];
      if (reader?.op !== "addBias" || others.length > 0) return undefined;
      taken.add(reader.outputs.y);
      return { bias: reader.inputs.bias, output: reader.outputs.y };
    },
  });
  for (const operation of builder.operations) {
    if (taken.has(Object.values(operation.outputs)[0])) continue;
    converters[operation.op](operation, graphOf(operation.label));
  }
  return {
    opset,
    name: recipe.name,
    nodes,
    initializers: [...constants.values()],
    inputs: [{ name: "input", shape: ["N", ...recipe.input] }],
    outputs: [{ name: "output", shape: ["N", network.features] }],
    metadata: {
      recipe: JSON.stringify(recipe),
      input: "pixels from 0 to 1",
      ...(step === undefined ? {} : { step: String(step) }),
    },
  };
}
