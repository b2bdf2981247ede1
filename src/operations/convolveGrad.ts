import { trueOrFalse } from "../core/fields.ts";
import { elements, type Shape } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";
import { whole } from "./spatial.ts";

/**
 * ∂L/∂(one factor) of a convolution ⊛: dy correlated with the other factor. The two have the same formula, for
 * y[p] = Σ_i x[p+top−i] · g[i] has x[s] and g[i] meet in y[s+i−top].
 *
 *     d[a,b] = Σ_i Σ_j dy[a+i−top, b+j−left] · factor[i,j]        (terms outside dy are 0, or dy goes on with its periods)
 *
 * dy [P, Q], factor [h, w] → d [A, B]. Attributes: `shape` [A, B], `offset` [top, left], `circular` whether dy goes on.
 */
export const convolveGrad: OperationDefinition = {
  inputs: ["dy", "factor"],
  outputs: { d: "f32" },
  attributes: { shape: whole("A, B", 1), offset: whole("top, left", 0), circular: trueOrFalse },
  shapes: (_, { shape }) => ({ d: shape as Shape }),
  flops: ({ factor }, { d }) => 2 * elements(d) * elements(factor),
};
