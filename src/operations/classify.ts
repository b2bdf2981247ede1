import { number, optional } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { type Attributes, expectAxes, type OperationDefinition } from "./operation.ts";

/** From where on a single output names class 1: attribute `threshold`, ½ where nothing is said. */
export function thresholdOf({ threshold = 0.5 }: Attributes): number {
  return threshold as number;
}

/**
 * The class that a sample's outputs name: the place of the greatest, the first where several are equal. With a single output
 * the class is 1 from the attribute `threshold` on: ½ for a probability, 0 for the logarithm of odds.
 *
 *     prediction[n] = argmax_f x[n,f]          prediction[n] = 1{x[n,0] ≥ threshold} where F = 1
 *
 * x [N, F] → prediction [N].
 */
export const classify: OperationDefinition = {
  inputs: ["x"],
  outputs: { prediction: "u32" },
  attributes: { threshold: optional(number()) },
  shapes: ({ x }) => {
    expectAxes("classify", "x", x, "N, F");
    return { prediction: [x[0]] };
  },
  flops: ({ x }) => elements(x),
};
