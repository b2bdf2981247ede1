import { type CircledastError, ShapeError } from "../core/errors.ts";
import { elements, formatShape, type Shape } from "../core/shape.ts";
import { readFields } from "../model/fields.ts";
import type { LayerSpec, ModelSpec } from "../model/recipe.ts";
import type { ProgramBuilder } from "../operations/program.ts";
import { checkModel, layerNames } from "./checkModel.ts";
import { flatLength, laidOut, type Parameter } from "./flat.ts";
import { layers } from "./index.ts";
import { prefixInside } from "./layer.ts";

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
  /** What is trained, in the model's order. */
  readonly parameters: readonly Parameter[];
  /** What a training step updates without gradient, in the flat array behind the parameters. */
  readonly statistics: readonly Parameter[];
  /** Length of the part of the flat array that is trained, and of the whole. */
  readonly trainable: number;
  readonly flat: number;
  readonly layers: readonly BuiltLayer[];
  /** Tensor of each layer's output, by its name. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Tensor of the last layer's output, and its number of features. */
  readonly output: string;
  readonly features: number;
}

/** Every array of the flat one, in its order. */
export function arraysOf({ parameters, statistics }: Network): readonly Parameter[] {
  return [...parameters, ...statistics];
}

/** Number of trainable values: gaps in the flat array are none. */
export function parameterCount({ parameters }: Network): number {
  return sizeOf(parameters);
}

function sizeOf(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + elements(shape), 0);
}

/** The run's key for random numbers [2], which the host writes once. */
export const SEED = "seed";

/** The number of steps done [1]. */
export const STEP = "step";

/** What a network is built for: in training, random layers and statistics of the batch are at work. */
export type Purpose = "training" | "evaluation";

/** Appends lists of layers, one inside the other, to a program, and gathers what they declare. */
class Construction {
  readonly parameters: Parameter[] = [];
  readonly statistics: Parameter[] = [];
  readonly #builder: ProgramBuilder;
  readonly #purpose: Purpose;

  constructor(builder: ProgramBuilder, purpose: Purpose) {
    this.#builder = builder;
    this.#purpose = purpose;
  }

  /**
   * @param prefix begins the layers' names: that of the layer they stand in, and a dot
   * @returns each layer of the list, with the name of its output
   */
  append(specs: readonly LayerSpec[], x: string, prefix = ""): (BuiltLayer & { readonly tensor: string })[] {
    const names = layerNames(specs, prefix);
    let tensor = x;
    return specs.map((spec, index) => {
      const name = `${prefix}${names[index]}`;
      const first = this.parameters.length;
      tensor = this.#layer(name, spec, tensor);
      const output = this.#shape(tensor).slice(1);
      return { name, type: spec.type, output, parameters: sizeOf(this.parameters.slice(first)), tensor };
    });
  }

  #shape(tensor: string): Shape {
    return this.#builder.tensors.get(tensor)!.shape;
  }

  #layer(label: string, spec: LayerSpec, x: string): string {
    const kind = layers[spec.type];
    const fields = readFields(label, kind.fields, spec, ["type", "name"]);
    // The place among the others is known when all of them are.
    const declare = (list: Parameter[], role: string, parameter: Omit<Parameter, "name" | "offset">) => {
      const name = `${label}.${role}`;
      list.push({ ...parameter, name, offset: 0 });
      return this.#builder.part(name, parameter.shape, "parameters", 0);
    };
    try {
      return kind.build(fields as never, {
        name: label,
        x,
        shape: this.#shape(x),
        training: this.#purpose === "training",
        emit: (op, inputs, attributes) => this.#builder.emit(label, op, inputs, attributes),
        parameter: (role, shape, fans, initial) =>
          declare(this.parameters, role, { shape, role, fans, ...(initial === undefined ? {} : { initial }) }),
        statistic: (role, shape, initial) =>
          declare(this.statistics, role, { shape, role: "statistic", fans: { fanIn: 1, fanOut: 1 }, initial }),
        random: () => ({ seed: this.#builder.input(SEED, [2], "u32"), step: STEP }),
        inside: (inner, field) => this.append(inner, x, prefixInside(label, field)).at(-1)!.tensor,
        shapeOf: (tensor) => this.#shape(tensor),
      });
    } catch (error) {
      throw error instanceof ShapeError ? atLayer(label, error) : error;
    }
  }
}

/**
 * Appends a network's operations to a program, reading `x` [N, C, H, W].
 *
 * @throws SpecError or ShapeError, naming the layer, where the spec cannot be built
 */
export function buildNetwork(builder: ProgramBuilder, spec: ModelSpec, x: string, purpose: Purpose): Network {
  checkModel(spec);
  const construction = new Construction(builder, purpose);
  const built = construction.append(spec.layers, x);
  const { tensor: output } = built.at(-1)!;
  const { shape } = builder.tensors.get(output)!;
  if (shape.length !== 2) {
    throw new ShapeError(
      `model: its last layer gives ${formatShape(shape.slice(1))} a sample; a flat list of outputs was expected. ` +
        `End it with flatten and dense.`,
    );
  }
  const { parameters } = construction;
  const all = laidOut([...parameters, ...construction.statistics]);
  for (const { name, offset } of all) builder.place(name, "parameters", offset);
  const trained = all.slice(0, parameters.length);
  return {
    parameters: trained,
    statistics: all.slice(parameters.length),
    trainable: flatLength(trained),
    flat: flatLength(all),
    layers: built.map(({ tensor: _, ...layer }) => layer),
    outputs: new Map(built.map(({ name, tensor }) => [name, tensor])),
    output,
    features: shape[1],
  };
}

/** The same complaint with the layer as its subject instead of the operation; one that names a layer inside it stands. */
function atLayer(label: string, error: CircledastError): ShapeError {
  if (error.message.startsWith(`${label}.`)) return error;
  return new ShapeError(error.message.replace(/^\w+/, label));
}
