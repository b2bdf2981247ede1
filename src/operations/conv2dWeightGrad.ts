import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂weight of a convolution: the correlation of its input with dy, over all samples.
 *
 *     dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, c, p+i, q+j] · dy[n,m,p,q]
 *
 * x [N, C, H, W], dy [N, M, P, Q] → dw [M, C, KH, KW] with KH = H − P + 1, KW = W − Q + 1.
 */
export const conv2dWeightGrad: OperationDefinition = {
  inputs: ["x", "dy"],
  outputs: { dw: "f32" },
  shapes: ({ x, dy }) => {
    const [, C, H, W] = x as number[];
    const [, M, P, Q] = dy as number[];
    return { dw: [M, C, H - P + 1, W - Q + 1] };
  },
  flops: ({ dy }, { dw }) => (2 * elements(dy) * elements(dw)) / dw[0],
};
