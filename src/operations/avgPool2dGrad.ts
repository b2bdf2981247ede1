import type { OperationDefinition } from "./operation.ts";
import { unpooledShape } from "./window.ts";

/**
 * ∂L/∂x of mean pooling: every cell of a window receives an equal share.
 *
 *     dx[n,c,h,w] = 1/(kh·kw) · Σ dy[n,c,p,q]   over the windows (p, q) that cover (h, w)
 *
 * dy [N, C, P, Q] → dx [N, C, H, W], H and W from attribute `input`.
 */
export const avgPool2dGrad: OperationDefinition = {
  inputs: ["dy"],
  outputs: { dx: "f32" },
  shapes: ({ dy }, attributes) => ({ dx: unpooledShape(dy, attributes) }),
};
