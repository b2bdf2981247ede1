import { fromZero } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectMapwise } from "./mapwise.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂weight and ∂L/∂bias of batchNorm.
 *
 *     dw[c] = Σ_n Σ_… dy[n,c,…] · x̂[n,c,…]          db[c] = Σ_n Σ_… dy[n,c,…]          x̂ = (x − mean[c]) / √(variance[c] + ε)
 *
 * dy, x [N, C, …]; mean, variance [C] → dw, db [C]. Attribute: `epsilon` ε.
 */
export const batchNormParameterGrads: OperationDefinition = {
  inputs: ["dy", "x", "mean", "variance"],
  outputs: { dw: "f32", db: "f32" },
  attributes: { epsilon: fromZero },
  shapes: (inputs) => {
    expectMapwise("batchNormParameterGrads", inputs, ["mean", "variance"]);
    expectSame("batchNormParameterGrads", "x", inputs.x, "dy", inputs.dy);
    return { dw: inputs.mean, db: inputs.mean };
  },
  flops: ({ x }) => 5 * elements(x),
};
