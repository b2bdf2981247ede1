import { number, optional } from "../core/fields.ts";
import { type Attributes, likeFirst, type OperationDefinition } from "./operation.ts";

/** What becomes of negative values: attribute `slope`, 0.01 where nothing is said. */
export function slopeOf({ slope = 0.01 }: Attributes): number {
  return slope as number;
}

/**
 * The rectified linear unit that lets a share of the negative side through, element by element.
 *
 *     y = x where x > 0, else slope · x
 *
 * x any shape → y like x.
 */
export const leakyRelu: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: { slope: optional(number()) },
  shapes: likeFirst("x", "y"),
  gradient: ({ inputs, attributes, dy, emit }) => ({ x: emit("leakyReluGrad", { dy, x: inputs.x }, attributes).dx }),
};
