import { number } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { likeFirst, type OperationDefinition, stream } from "./operation.ts";

/** Standard deviation of what is added. */
export const amount = number({ min: 0, max: 10 });

/**
 * Noise on every element, nearly normal with mean 0 and variance 1: a sum of four uniform numbers.
 *
 *     y[i] = x[i] + amount · z[i]          z = (h₁ + h₂ + h₃ + h₄ − 131,070) · √(3 / (2³² − 1)), |z| < 3.47
 *
 * x any shape; seed [2] and step [1] are integers → y like x. h₁ … h₄ are the 16-bit halves of words 2i and 2i + 1 of (seed, stream,
 * step). What leaves the range of x is not cut off. Attributes: `amount`, 0 to 10, `stream`.
 */
export const addNoise: OperationDefinition = {
  inputs: ["x", "seed", "step"],
  outputs: { y: "f32" },
  attributes: { amount, stream },
  shapes: likeFirst("x", "y"),
  flops: ({ x }) => 3 * elements(x),
};
