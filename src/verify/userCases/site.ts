import type { Shape } from "../../core/shape.ts";
import type { Attributes, Names } from "../../operations/operation.ts";
import type { AttributeReader } from "./attributes.ts";

/** How the losses of the samples become what the case calls the output. */
export interface Reduction {
  readonly kind: "mean" | "sum" | "none";
  /** Samples that the device's gradient is the mean over. */
  readonly samples: number;
  /** By how much the loss of a sample is divided before: its outputs, where the mean is over these too. */
  readonly divisor: number;
}

/** Where an operation of a case is put: what it reads, and what it leaves. */
export interface Site {
  readonly attributes: AttributeReader;
  /** The tensor that the operation before has left; the case's input, at first. */
  readonly x: string;
  shape(tensor: string): Shape;
  /** The tensor of an input of the case, under the first of these names; undefined where there is none. */
  input(...names: readonly string[]): string | undefined;
  /** The same, or a constant array in its place. */
  inputOr(name: string, shape: Shape, value: number): string;
  /** @throws Unsupported where it is not there */
  required(...names: readonly string[]): string;
  /** The classes of the samples: an input of indices, or of rows of which one number is 1 and the others 0. */
  labels(...names: readonly string[]): string;
  emit(op: string, inputs: Names, attributes?: Attributes): Names;
  /** Says that a tensor is asked for under another name than `output`. */
  leaves(name: string, tensor: string): void;
  /** Says that what is left are losses of samples. */
  reduce(reduction: Reduction): void;
}

/** An operation by its name elsewhere: appends ours, and returns the tensor that they leave. */
export type Translation = (site: Site) => string;
