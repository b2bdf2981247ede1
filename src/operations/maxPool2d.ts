import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";
import { pooledShape, windowAttributes, windowOf } from "./window.ts";

/**
 * Maximum pooling, and which cell of the window won: the first in row-major order where several are equal. Padding never wins.
 *
 *     y[n,c,p,q]     = max_{i<kh, j<kw} x[n, c, p·sh + i − top, q·sw + j − left]   over the cells inside x
 *     index[n,c,p,q] = i·kw + j of that maximum
 *
 * x [N, C, H, W] → y, index [N, C, P, Q] with P = ⌊(top + H + bottom − kh)/sh⌋ + 1, Q likewise; ceilMode: see pooledShape.
 * Attributes: those of WindowAttributes; countIncludePad has no effect.
 *
 * @throws ShapeError where the window does not fit
 */
export const maxPool2d: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32", index: "u32" },
  attributes: windowAttributes,
  shapes: ({ x }, attributes) => {
    const y = pooledShape("maxPool2d", x, attributes);
    return { y, index: y };
  },
  gradient: ({ shapes, outputs, attributes, dy, emit }) => ({
    x: emit("maxPool2dGrad", { dy, index: outputs.index }, { ...windowOf(attributes), input: shapes.x.slice(2) }).dx,
  }),
  flops: ({ x }) => elements(x),
};
