import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";
import { pooledShape, windowOf } from "./window.ts";

/**
 * Maximum pooling, and which cell of the window won: the first in row-major order where several are equal.
 *
 *     y[n,c,p,q]     = max_{i<kh, j<kw} x[n, c, p·sh + i, q·sw + j]
 *     index[n,c,p,q] = i·kw + j of that maximum
 *
 * x [N, C, H, W] → y, index [N, C, P, Q] with P = ⌊(H − kh)/sh⌋ + 1, Q likewise.
 *
 * @throws ShapeError where the window does not fit
 */
export const maxPool2d: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32", index: "u32" },
  shapes: ({ x }, attributes) => {
    const y = pooledShape("maxPool2d", x, attributes);
    return { y, index: y };
  },
  gradient: ({ shapes, outputs, attributes, dy, emit }) => ({
    x: emit("maxPool2dGrad", { dy, index: outputs.index }, { ...windowOf(attributes), input: shapes.x.slice(2) }).dx,
  }),
  flops: ({ x }) => elements(x),
};
