import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";
import { pooledShape, windowOf } from "./window.ts";

/**
 * Mean pooling.
 *
 *     y[n,c,p,q] = 1/(kh·kw) · Σ_{i<kh} Σ_{j<kw} x[n, c, p·sh + i, q·sw + j]
 *
 * x [N, C, H, W] → y [N, C, P, Q] with P = ⌊(H − kh)/sh⌋ + 1, Q likewise.
 *
 * @throws ShapeError where the window does not fit
 */
export const avgPool2d: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: ({ x }, attributes) => ({ y: pooledShape("avgPool2d", x, attributes) }),
  gradient: ({ shapes, attributes, dy, emit }) => ({
    x: emit("avgPool2dGrad", { dy }, { ...windowOf(attributes), input: shapes.x.slice(2) }).dx,
  }),
  flops: ({ x }) => elements(x),
};
