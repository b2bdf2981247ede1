import type { Shape } from "../core/shape.ts";
import type { Field, FieldsOf } from "../model/fields.ts";
import type { LayerSpec } from "../model/recipe.ts";
import type { Attributes, Names } from "../operations/operation.ts";

/** What initial values are scaled by: how many inputs are summed into one output, and how many outputs one input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Where a layer is being built: its input, and the means to add parameters and operations. */
export interface LayerSite {
  /** The layer's name: what tells it from others of its kind. */
  readonly name: string;
  /** The tensor that comes in, and its shape with the batch first. */
  readonly x: string;
  readonly shape: Shape;
  /** Whether the network is built for a training step; else for judging and predicting. */
  readonly training: boolean;
  /** Declares a parameter of this layer; `initial` is what it starts as, where that does not depend on the recipe. */
  parameter(role: "weight" | "bias", shape: Shape, fans: Fans, initial?: number): string;
  /** Declares an array that a training step updates by itself, without gradient: running statistics. */
  statistic(role: string, shape: Shape, initial: number): string;
  /** What random numbers of a training step are drawn from: the run's key [2] and the number of steps done [1], both u32. */
  random(): { readonly seed: string; readonly step: string };
  /** Shape of any tensor, with the batch first. */
  shapeOf(tensor: string): Shape;
  /** Adds an operation of this layer. */
  emit(op: string, inputs: Names, attributes?: Attributes): Names;
  /**
   * Adds a list of layers inside this one, which begin with this one's input, and returns the name of their output.
   *
   * @param field the one that holds the list
   */
  inside(layers: readonly LayerSpec[], field: string): string;
}

/** A kind of layer: its fields in a ModelSpec, and the operations it stands for. */
export interface LayerKind {
  /** Default name of such a layer, numbered where a model has several. */
  readonly shortName: string;
  readonly fields: Readonly<Record<string, Field<unknown>>>;
  /** Fields that hold lists of layers, to stand inside this one. */
  readonly lists: readonly string[];
  /** Adds the layer's operations and returns the name of its output. */
  readonly build: (fields: never, site: LayerSite) => string;
}

/** What begins the names of layers inside another: its name and, unless the field that holds them is `layers`, the field's. */
export function prefixInside(name: string, field: string): string {
  return field === "layers" ? `${name}.` : `${name}.${field}.`;
}

/** Declares a kind of layer; the fields arrive in `build` with the types their readers give them. */
export function layer<F extends Readonly<Record<string, Field<unknown>>>>(
  shortName: string,
  fields: F,
  build: (fields: FieldsOf<F>, site: LayerSite) => string,
  lists: readonly (keyof F & string)[] = [],
): LayerKind {
  return { shortName, fields, build: build as LayerKind["build"], lists };
}
