import type { OperationDefinition } from "./operation.ts";
import { whole } from "./spatial.ts";
import { unpooledShape, windowAttributes } from "./window.ts";

/**
 * ∂L/∂x of mean pooling: every cell of a window receives an equal share.
 *
 *     dx[n,c,h,w] = Σ dy[n,c,p,q]/D[p,q]   over the windows (p, q) that cover (h, w), D being what avgPool2d divides by
 *
 * dy [N, C, P, Q] → dx [N, C, H, W], H and W from attribute `input`; the others are those of avgPool2d.
 *
 * @throws ShapeError where dy is not what such pooling gives
 */
export const avgPool2dGrad: OperationDefinition = {
  inputs: ["dy"],
  outputs: { dx: "f32" },
  attributes: { ...windowAttributes, input: whole("height, width", 1) },
  shapes: ({ dy }, attributes) => ({ dx: unpooledShape("avgPool2dGrad", dy, attributes) }),
};
