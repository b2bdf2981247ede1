import { ShapeError } from "../core/errors.ts";
import { elements, formatShape, sameShape } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * Pictures moved by affine maps: each new pixel is interpolated between the four old ones around the place that it comes from.
 *
 *     (u, v) = theta[n] · (q − (W−1)/2, p − (H−1)/2, 1) + ((W−1)/2, (H−1)/2)
 *     y[n,c,p,q] = Σ_i Σ_j w(v − i) · w(u − j) · x[n,c,i,j]          w(t) = max(0, 1 − |t|)
 *
 * x [N, C, H, W], theta [N, 2, 3] → y like x. Outside the picture x is 0. It has no gradient: it stands before the first layer.
 */
export const affineSample: OperationDefinition = {
  inputs: ["x", "theta"],
  outputs: { y: "f32" },
  shapes: ({ x, theta }) => {
    expectAxes("affineSample", "x", x, "N, C, H, W");
    const expected = [x[0], 2, 3];
    if (!sameShape(theta, expected)) {
      throw new ShapeError(
        `affineSample: theta is ${formatShape(theta)}; ${formatShape(expected)} was expected, a map for each sample of x. ` +
          `Give it that shape.`,
      );
    }
    return { y: x };
  },
  flops: ({ x }) => 24 * elements(x),
};
