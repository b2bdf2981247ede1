import { ShapeError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂weight of a dense layer.
 *
 *     dw[o,f] = Σ_n dy[n,o] · x[n,f]
 *
 * x [N, F], dy [N, O] → dw [O, F].
 */
export const denseWeightGrad: OperationDefinition = {
  inputs: ["x", "dy"],
  outputs: { dw: "f32" },
  shapes: ({ x, dy }) => {
    expectAxes("denseWeightGrad", "x", x, "N, F");
    expectAxes("denseWeightGrad", "dy", dy, "N, O");
    if (x[0] !== dy[0]) {
      throw new ShapeError(
        `denseWeightGrad: dy has ${dy[0]} samples; ${x[0]} were expected, those of x. Give it dy [${x[0]}, O].`,
      );
    }
    return { dw: [dy[1], x[1]] };
  },
  flops: ({ x, dy }) => 2 * elements(x) * dy[1],
};
