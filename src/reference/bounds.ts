import { elements } from "../core/shape.ts";
import type { Arrays, ErrorBound, ErrorContext, NdArray } from "./book.ts";

/** Unit roundoff of f32, 2⁻²⁴: the relative error of one rounded operation. */
export const U = 2 ** -24;
/** Distance of 1 from its upper neighbour in f32, 2⁻²³: one ULP, relative. WGSL states accuracies in it. */
export const ULP = 2 ** -23;
/** Products and sums this small may be flushed to zero. */
export const TINY = 2 ** -120;

/** γ_n = n·u / (1 − n·u): the relative error of n rounded operations (Higham, Accuracy and Stability, 2nd ed., lemma 3.1). */
export function gamma(n: number): number {
  return (n * U) / (1 - n * U);
}

/** An error for each element of an output, from its place. */
export function each(output: NdArray, error: (i: number) => number): Float64Array {
  return Float64Array.from({ length: elements(output.shape) }, (_, i) => error(i) + TINY);
}

/** Nothing is rounded: outputs are copies or indices. */
export const exact: ErrorBound = ({ outputs }) =>
  Object.fromEntries(Object.entries(outputs).map(([role, output]) => [role, new Float64Array(output.data.length)]));

/**
 * A sum of products, linear in each of the roles: with K products a sum,
 *
 *     |error| ≤ γ_K · Σ|aᵢ·bᵢ| + Σ (|δaᵢ·bᵢ| + |aᵢ·δbᵢ| + |δaᵢ·δbᵢ|)
 *
 * The sums are the operation itself on absolute values, so it must have no sign of its own.
 *
 * @param terms K, from the shapes of the inputs and outputs
 */
export function sumOfProducts(
  roles: readonly [string] | readonly [string, string],
  terms: (context: ErrorContext) => number,
): ErrorBound {
  return (context) => {
    const { inputs, errors, outputs, attributes, evaluate } = context;
    const role = Object.keys(outputs)[0];
    const output = outputs[role];
    const total = new Float64Array(output.data.length);
    const add = (factor: number, replaced: Arrays) => {
      const part: NdArray = { shape: output.shape, data: new Float64Array(output.data.length) };
      evaluate({ ...inputs, ...replaced }, { ...outputs, [role]: part }, attributes);
      for (let i = 0; i < total.length; i++) total[i] += factor * part.data[i];
    };
    const size = (name: string): NdArray => ({
      shape: inputs[name].shape,
      data: Float64Array.from(inputs[name].data, Math.abs),
    });
    const [a, b] = roles;
    const isExact = (name: string) => errors[name].data.every((error) => error === 0);
    add(gamma(terms(context)), b === undefined ? { [a]: size(a) } : { [a]: size(a), [b]: size(b) });
    if (!isExact(a)) add(1, b === undefined ? { [a]: errors[a] } : { [a]: errors[a], [b]: size(b) });
    if (b !== undefined && !isExact(b)) {
      add(1, { [a]: size(a), [b]: errors[b] });
      if (!isExact(a)) add(1, { [a]: errors[a], [b]: errors[b] });
    }
    return { [role]: each(output, (i) => total[i]) };
  };
}
