import type { Shape } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";

/** Numbers of the reference: float64, except indices and bytes. */
export type Numbers = Float64Array | Uint32Array | Uint8Array;

/** An array with its shape, row-major. */
export interface NdArray {
  readonly shape: Shape;
  readonly data: Numbers;
}

/** Arrays by their roles in one operation. */
export type Arrays = Readonly<Record<string, NdArray>>;

/** Computes an operation: reads the inputs, fills the outputs. */
export type Evaluate = (inputs: Arrays, outputs: Arrays, attributes: Attributes) => void;

/** What a bound on an f32 evaluation may use. All arrays have float64 values; `errors` holds |error| of each input element. */
export interface ErrorContext {
  /** Values before the evaluation, also of inputs that it writes in their place. */
  readonly inputs: Arrays;
  readonly errors: Arrays;
  /** Values that the reference computed. */
  readonly outputs: Arrays;
  readonly attributes: Attributes;
  readonly evaluate: Evaluate;
}

/**
 * For every output element, a bound on |f32 result − float64 result|, given bounds on the errors of the inputs. It holds for
 * every order of summation, with or without fused multiply-add, and for functions as inaccurate as WGSL allows.
 */
export type ErrorBound = (context: ErrorContext) => Readonly<Record<string, Float64Array>>;

/** One page of the book: the mathematics of one operation, and how far single precision may stray from it. */
export interface Page {
  readonly evaluate: Evaluate;
  readonly bound: ErrorBound;
}
