import { type CircledastError, ShapeError, SpecError } from "../core/errors.ts";
import { elements, formatShape, type Shape } from "../core/shape.ts";
import { positiveInteger, readFields } from "../model/fields.ts";
import type { LayerSpec, ModelSpec } from "../model/recipe.ts";
import type { ProgramBuilder } from "../operations/program.ts";
import { layers } from "./index.ts";
import type { Fans } from "./layer.ts";

/** A parameter array and its place among all parameters. */
export interface Parameter {
  /** `conv1.weight`: the names of PyTorch's state_dict. */
  readonly name: string;
  readonly shape: Shape;
  /** First element in the flat array of all parameters. Parts begin at multiples of PARAMETER_ALIGNMENT. */
  readonly offset: number;
  readonly role: "weight" | "bias";
  readonly fans: Fans;
}

/** One layer as built: what a table or a picture of the network shows. */
export interface BuiltLayer {
  readonly name: string;
  readonly type: string;
  /** Shape of its output for one sample. */
  readonly output: Shape;
  /** Number of its trainable values. */
  readonly parameters: number;
}

/** A network as built. */
export interface Network {
  readonly parameters: readonly Parameter[];
  readonly layers: readonly BuiltLayer[];
  /** Tensor of the last layer's output, and its number of features. */
  readonly output: string;
  readonly features: number;
}

/** Elements: a part of a buffer can be bound only from a multiple of 256 bytes on. */
export const PARAMETER_ALIGNMENT = 64;

/** Length of the flat array that holds the parameters, gaps included. */
export function flatLength(parameters: readonly Parameter[]): number {
  const last = parameters.at(-1);
  return last === undefined ? 0 : alignParameters(last.offset + elements(last.shape));
}

/** Number of trainable values: gaps in the flat array are none. */
export function parameterCount({ parameters }: Network): number {
  return parameters.reduce((sum, { shape }) => sum + elements(shape), 0);
}

/** The least multiple of PARAMETER_ALIGNMENT that holds so many elements. */
export function alignParameters(length: number): number {
  return Math.ceil(length / PARAMETER_ALIGNMENT) * PARAMETER_ALIGNMENT;
}

/** Names for all layers: the one given, else the kind's short name, numbered where the model has several of that name. */
function layerNames(specs: readonly LayerSpec[]): string[] {
  const short = specs.map(({ type, name }, index) => {
    if (name !== undefined && (typeof name !== "string" || !/^[A-Za-z_][\w-]*$/.test(name))) {
      throw new SpecError(
        `layer ${index + 1}: its name is ${JSON.stringify(name)}; a word of letters, digits, "_" and "-" was expected. Rename it.`,
      );
    }
    return layers[type].shortName;
  });
  const seen = new Map<string, number>();
  const names = specs.map(({ name }, index) => {
    const base = short[index];
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return name ?? (short.filter((other) => other === base).length > 1 ? `${base}${count}` : base);
  });
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      throw new SpecError(`${name}: two layers have this name; each was expected to have its own. Rename one of them.`);
    }
  }
  return names;
}

/** @throws SpecError unless the input shape and the list of layers are of the right form, which passes over them rely on */
export function checkModel(spec: ModelSpec): void {
  const { input, layers: list } = spec;
  if (!Array.isArray(input) || input.length !== 3) {
    throw new SpecError(
      `model: its input is ${JSON.stringify(input)}; [maps, height, width] was expected. For MNIST set it to [1, 28, 28].`,
    );
  }
  for (const [axis, size] of input.entries()) positiveInteger("model", `input[${axis}]`, size);
  if (!Array.isArray(list) || list.length === 0) {
    throw new SpecError(`model: it has no layers; a list of at least one was expected. Add a dense layer.`);
  }
  for (const [index, layer] of list.entries()) {
    if (typeof layer !== "object" || layer === null || Array.isArray(layer)) {
      throw new SpecError(
        `layer ${index + 1}: it is ${JSON.stringify(layer)}; an object such as {"type": "relu"} was expected. Correct the list.`,
      );
    }
    if (typeof layer.type !== "string" || !Object.hasOwn(layers, layer.type)) {
      throw new SpecError(
        `layer ${index + 1}: its type is ${JSON.stringify(layer.type) ?? "missing"}; one of ${Object.keys(layers).join(", ")} was ` +
          "expected. Choose one of them.",
      );
    }
  }
  layerNames(list);
}

/**
 * Appends a network's operations to a program, reading `x` [N, C, H, W].
 *
 * @throws SpecError or ShapeError, naming the layer, where the spec cannot be built
 */
export function buildNetwork(builder: ProgramBuilder, spec: ModelSpec, x: string): Network {
  checkModel(spec);
  const names = layerNames(spec.layers);
  const parameters: Parameter[] = [];
  const built: BuiltLayer[] = [];
  let output = x;
  for (const [index, layerSpec] of spec.layers.entries()) {
    const label = names[index];
    const kind = layers[layerSpec.type];
    const fields = readFields(label, kind.fields, layerSpec, ["type", "name"]);
    const first = parameters.length;
    try {
      output = kind.build(fields as never, {
        x: output,
        shape: builder.tensors.get(output)!.shape,
        emit: (op, inputs, attributes) => builder.emit(label, op, inputs, attributes),
        parameter: (role, shape, fans) => {
          const offset = flatLength(parameters);
          parameters.push({ name: `${label}.${role}`, shape, offset, role, fans });
          return builder.part(`${label}.${role}`, shape, "parameters", offset);
        },
      });
    } catch (error) {
      throw error instanceof ShapeError ? atLayer(label, error) : error;
    }
    built.push({
      name: label,
      type: layerSpec.type,
      output: builder.tensors.get(output)!.shape.slice(1),
      parameters: parameters.slice(first).reduce((sum, { shape }) => sum + elements(shape), 0),
    });
  }
  const shape = builder.tensors.get(output)!.shape;
  if (shape.length !== 2) {
    throw new ShapeError(
      `model: its last layer gives ${formatShape(shape.slice(1))} a sample; a flat list of outputs was expected. ` +
        `End it with flatten and dense.`,
    );
  }
  return { parameters, layers: built, output, features: shape[1] };
}

/** The same complaint with the layer as its subject instead of the operation. */
function atLayer(label: string, error: CircledastError): ShapeError {
  return new ShapeError(error.message.replace(/^\w+/, label));
}
