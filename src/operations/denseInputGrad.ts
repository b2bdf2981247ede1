import { ShapeError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of a dense layer.
 *
 *     dx[n,f] = Σ_o dy[n,o] · weight[o,f]
 *
 * dy [N, O], weight [O, F] → dx [N, F].
 */
export const denseInputGrad: OperationDefinition = {
  inputs: ["dy", "weight"],
  outputs: { dx: "f32" },
  shapes: ({ dy, weight }) => {
    expectAxes("denseInputGrad", "dy", dy, "N, O");
    expectAxes("denseInputGrad", "weight", weight, "O, F");
    if (dy[1] !== weight[0]) {
      throw new ShapeError(
        `denseInputGrad: weight has ${weight[0]} outputs; ${dy[1]} were expected, those of dy. Give it weight [${dy[1]}, F].`,
      );
    }
    return { dx: [dy[0], weight[1]] };
  },
  flops: ({ dy, weight }) => 2 * elements(dy) * weight[1],
};
