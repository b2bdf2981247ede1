import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";
import { pooledShape, windowAttributes, windowOf } from "./window.ts";

/**
 * Mean pooling.
 *
 *     y[n,c,p,q] = 1/D · Σ_{i<kh} Σ_{j<kw} x[n, c, p·sh + i − top, q·sw + j − left]
 *
 * Terms outside x are 0. D is how many cells of the window lie in the padded input (all of them, but where ceilMode lets it reach
 * beyond); without countIncludePad in the input itself.
 * x [N, C, H, W] → y [N, C, P, Q] with P = ⌊(top + H + bottom − kh)/sh⌋ + 1, Q likewise; ceilMode: see pooledShape.
 * Attributes: those of WindowAttributes.
 *
 * @throws ShapeError where the window does not fit
 */
export const avgPool2d: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: windowAttributes,
  shapes: ({ x }, attributes) => ({ y: pooledShape("avgPool2d", x, attributes) }),
  gradient: ({ shapes, attributes, dy, emit }) => ({
    x: emit("avgPool2dGrad", { dy }, { ...windowOf(attributes), input: shapes.x.slice(2) }).dx,
  }),
  flops: ({ x }) => elements(x),
};
