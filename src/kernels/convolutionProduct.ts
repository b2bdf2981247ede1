/** What the kernels that compute a convolution as a product of matrices have in common. */
import type { Shape } from "../core/shape.ts";
import { convolutionOf } from "../operations/convolution.ts";
import type { Attributes } from "../operations/operation.ts";
import { convolutionMoves } from "./constants.ts";

/** Whether every map of the output sees all maps of the input. */
export function isUngrouped(attributes: Attributes): boolean {
  return convolutionOf(attributes).groups === 1;
}

/** Sizes of an ungrouped convolution x ⊛ weight → y, and how the kernel moves. */
export function ungroupedMoves(x: Shape, weight: Shape, y: Shape, attributes: Attributes) {
  const { GROUPS, ...moves } = convolutionMoves(x, weight, y, attributes);
  return moves;
}
