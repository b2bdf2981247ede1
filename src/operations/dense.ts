import { ShapeError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * ⊙: the weighting of a flat vector.
 *
 *     y[n,o] = Σ_f x[n,f] · weight[o,f]
 *
 * x [N, F], weight [O, F] → y [N, O].
 *
 * @throws ShapeError where the features differ
 */
export const dense: OperationDefinition = {
  inputs: ["x", "weight"],
  outputs: { y: "f32" },
  shapes: ({ x, weight }) => {
    expectAxes("dense", "x", x, "N, F");
    expectAxes("dense", "weight", weight, "O, F");
    if (x[1] !== weight[1]) {
      throw new ShapeError(
        `dense: weight has ${weight[1]} input features; ${x[1]} were expected, those of its input. Give it weight [O, ${x[1]}].`,
      );
    }
    return { y: [x[0], weight[0]] };
  },
  gradient: ({ inputs, dy, emit }) => ({
    x: emit("denseInputGrad", { dy, weight: inputs.weight }).dx,
    weight: emit("denseWeightGrad", { x: inputs.x, dy }).dw,
  }),
  flops: ({ x, weight }) => 2 * elements(x) * weight[0],
};
