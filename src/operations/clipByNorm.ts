import { positive } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * Shortens the gradient to the length c where it is longer (Pascanu, Mikolov and Bengio, 2013; PyTorch's clip_grad_norm_).
 *
 *     clipped = g · min(1, c/(norm + 10⁻⁶))
 *
 * gradient [T], its norm [1] → clipped [T]. Attribute `clipNorm` c > 0.
 */
export const clipByNorm: OperationDefinition = {
  inputs: ["gradient", "norm"],
  outputs: { clipped: "f32" },
  attributes: { clipNorm: positive },
  shapes: likeFirst("gradient", "clipped"),
  flops: ({ gradient }) => 4 * elements(gradient),
};
