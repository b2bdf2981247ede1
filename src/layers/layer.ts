import type { Shape } from "../core/shape.ts";
import type { Field, FieldsOf } from "../model/fields.ts";
import type { Attributes, Names } from "../operations/operation.ts";

/** What initial values are scaled by: how many inputs are summed into one output, and how many outputs one input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Where a layer is being built: its input, and the means to add parameters and operations. */
export interface LayerSite {
  /** The tensor that comes in, and its shape with the batch first. */
  readonly x: string;
  readonly shape: Shape;
  /** Declares a parameter of this layer. */
  parameter(role: "weight" | "bias", shape: Shape, fans: Fans): string;
  /** Adds an operation of this layer. */
  emit(op: string, inputs: Names, attributes?: Attributes): Names;
}

/** A kind of layer: its fields in a ModelSpec, and the operations it stands for. */
export interface LayerKind {
  /** Default name of such a layer, numbered where a model has several. */
  readonly shortName: string;
  readonly fields: Readonly<Record<string, Field<unknown>>>;
  /** Adds the layer's operations and returns the name of its output. */
  readonly build: (fields: never, site: LayerSite) => string;
}

/** Declares a kind of layer; the fields arrive in `build` with the types their readers give them. */
export function layer<F extends Readonly<Record<string, Field<unknown>>>>(
  shortName: string,
  fields: F,
  build: (fields: FieldsOf<F>, site: LayerSite) => string,
): LayerKind {
  return { shortName, fields, build: build as LayerKind["build"] };
}
