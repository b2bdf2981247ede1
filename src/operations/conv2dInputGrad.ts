import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of a convolution: the full convolution of dy with the kernel.
 *
 *     dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, h−i, w−j] · weight[m,c,i,j]        (terms outside dy are 0)
 *
 * dy [N, M, P, Q], weight [M, C, KH, KW] → dx [N, C, H, W] with H = P + KH − 1, W = Q + KW − 1.
 */
export const conv2dInputGrad: OperationDefinition = {
  inputs: ["dy", "weight"],
  outputs: { dx: "f32" },
  shapes: ({ dy, weight }) => {
    const [N, , P, Q] = dy as number[];
    const [, C, KH, KW] = weight as number[];
    return { dx: [N, C, P + KH - 1, Q + KW - 1] };
  },
  flops: ({ dy, weight }) => (2 * elements(dy) * elements(weight)) / weight[0],
};
