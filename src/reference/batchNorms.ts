import { elements } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";
import type { Arrays, NdArray } from "./book.ts";
import { ULP } from "./bounds.ts";
import { negative, product, type Rounded, sum } from "./rounded.ts";

/** The maps of an array [N, C, …]: how many values each has over the batch, and whose an element is. */
export function mapsOf({ shape: [N, C, ...rest] }: NdArray) {
  const I = elements(rest);
  return { C, count: N * I, mapOf: (i: number) => Math.floor(i / I) % C };
}

/** Element i of an input, with its error. */
export function rounded(inputs: Arrays, errors: Arrays, role: string, i: number): Rounded {
  return { value: inputs[role].data[i], error: errors[role].data[i] };
}

/**
 * r[c] = 1/√(variance[c] + ε). ε and the sum are rounded, and a root halves that; WGSL grants inverseSqrt 2 ULP, and √ and a division,
 * which would do as well, 7. A variance is a sum of squares and not negative, whatever its error.
 */
function inverseDeviation(inputs: Arrays, errors: Arrays, c: number, epsilon: number): Rounded {
  const { value: variance, error } = rounded(inputs, errors, "variance", c);
  const value = 1 / Math.sqrt(variance + epsilon);
  const off = Math.max(1 / Math.sqrt(Math.max(variance - error, 0) + epsilon) - value, 0);
  return { value, error: off + 8 * ULP * (value + off) };
}

/** r and x̂ = (x − mean) · r of batch normalisation as f32 may come to them; r once for each map. */
export function normalizedErrors(inputs: Arrays, errors: Arrays, { epsilon }: Attributes) {
  const { C, mapOf } = mapsOf(inputs.x);
  const deviations = Array.from({ length: C }, (_, c) => inverseDeviation(inputs, errors, c, epsilon as number));
  const normalized = (i: number): Rounded => {
    const c = mapOf(i);
    const difference = sum(rounded(inputs, errors, "x", i), negative(rounded(inputs, errors, "mean", c)));
    return product(difference, deviations[c]);
  };
  return { deviations, normalized };
}
