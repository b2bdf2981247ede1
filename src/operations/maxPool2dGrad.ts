import type { OperationDefinition } from "./operation.ts";
import { unpooledShape } from "./window.ts";

/**
 * ∂L/∂x of maximum pooling: each window's gradient goes to the cell that won.
 *
 *     dx[n,c,h,w] = Σ dy[n,c,p,q]   over the windows (p, q) whose index[n,c,p,q] is the place of (h, w) in them
 *
 * dy, index [N, C, P, Q] → dx [N, C, H, W], H and W from attribute `input`.
 */
export const maxPool2dGrad: OperationDefinition = {
  inputs: ["dy", "index"],
  outputs: { dx: "f32" },
  shapes: ({ dy }, attributes) => ({ dx: unpooledShape(dy, attributes) }),
};
