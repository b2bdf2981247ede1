import { fromZero, optional, trueOrFalse } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectMapwise } from "./mapwise.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of batchNorm.
 *
 *     in training     dx = weight[c] · r · (dy − db[c]/m − x̂ · dw[c]/m)
 *     otherwise       dx = weight[c] · r · dy
 *
 *     r = 1/√(variance[c] + ε)          x̂ = (x − mean[c]) · r          m = N·…, the values of a map
 *
 * In training mean and variance depend on x: what flows through them is what is subtracted.
 * dy, x [N, C, …]; mean, variance, weight, dw, db [C] → dx like x. Attributes: `epsilon` ε, `training`.
 */
export const batchNormInputGrad: OperationDefinition = {
  inputs: ["dy", "x", "mean", "variance", "weight", "dw", "db"],
  outputs: { dx: "f32" },
  attributes: { epsilon: fromZero, training: optional(trueOrFalse) },
  shapes: (inputs) => {
    expectMapwise("batchNormInputGrad", inputs, ["mean", "variance", "weight", "dw", "db"]);
    expectSame("batchNormInputGrad", "x", inputs.x, "dy", inputs.dy);
    return { dx: inputs.x };
  },
  flops: ({ x }) => 8 * elements(x),
};
