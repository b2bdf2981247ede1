import { positiveInteger } from "../core/fields.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * The target of a class: 1 at its place, 0 elsewhere. With a single output (attribute `features` = 1) the label, 0 or 1, is the
 * target itself.
 *
 *     target[n,f] = 1 if f = label[n], else 0          target[n,0] = label[n] where F = 1
 *
 * label [N] → target [N, F].
 */
export const oneHot: OperationDefinition = {
  inputs: ["label"],
  outputs: { target: "f32" },
  attributes: { features: positiveInteger },
  shapes: ({ label }, { features }) => ({ target: [label[0], features as number] }),
};
