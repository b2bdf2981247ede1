import { expectSame, type OperationDefinition } from "./operation.ts";
import { whole } from "./spatial.ts";
import { unpooledShape, windowAttributes } from "./window.ts";

/**
 * ∂L/∂x of maximum pooling: each window's gradient goes to the cell that won.
 *
 *     dx[n,c,h,w] = Σ dy[n,c,p,q]   over the windows (p, q) whose index[n,c,p,q] is the place of (h, w) in them
 *
 * dy, index [N, C, P, Q] → dx [N, C, H, W], H and W from attribute `input`; the others are those of maxPool2d.
 *
 * @throws ShapeError where dy is not what such pooling gives
 */
export const maxPool2dGrad: OperationDefinition = {
  inputs: ["dy", "index"],
  outputs: { dx: "f32" },
  attributes: { ...windowAttributes, input: whole("height, width", 1) },
  shapes: ({ dy, index }, attributes) => {
    expectSame("maxPool2dGrad", "dy", dy, "index", index);
    return { dx: unpooledShape("maxPool2dGrad", dy, attributes) };
  },
};
