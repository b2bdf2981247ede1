import { share } from "../core/fields.ts";
import { likeFirst, type OperationDefinition, stream } from "./operation.ts";

/** The first word that keeps an element: ⌈rate · 2³²⌉, as an u32. */
export function keptFrom(rate: number): number {
  return Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1);
}

/**
 * Dropout: each element becomes 0 with probability rate, else it is divided by 1 − rate, so that the mean stays.
 *
 *     y[i] = x[i] / (1 − rate) where word(i) ≥ rate · 2³², else 0
 *
 * x any shape; seed [2] and step [1] are integers → y like x. word(i) depends on (seed, stream, step, i) alone, by Threefry: the same
 * on every device.
 *
 * Attributes: `rate` in [0, 1), `stream` an integer that tells consumers of random numbers apart. Being linear, it is its own gradient.
 */
export const dropout: OperationDefinition = {
  inputs: ["x", "seed", "step"],
  outputs: { y: "f32" },
  attributes: { rate: share, stream },
  shapes: likeFirst("x", "y"),
  gradient: ({ inputs: { seed, step }, attributes, dy, emit }) => ({
    x: emit("dropout", { x: dy, seed, step }, { rate: attributes.rate, stream: attributes.stream }).y,
  }),
};
