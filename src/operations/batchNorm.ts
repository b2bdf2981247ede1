import { fromZero, optional, trueOrFalse } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectMapwise } from "./mapwise.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * Batch normalisation with given mean and variance.
 *
 *     y[n,c,…] = weight[c] · x̂[n,c,…] + bias[c]          x̂ = (x − mean[c]) / √(variance[c] + ε)
 *
 * x [N, C, …]; mean, variance, weight, bias [C] → y like x.
 *
 * Attributes: `epsilon` ε, from 0 on; `training` (false): mean and variance are those of x itself, by batchStatistics, and its gradient is the whole
 * derivative, through them too. Otherwise they are constants.
 */
export const batchNorm: OperationDefinition = {
  inputs: ["x", "mean", "variance", "weight", "bias"],
  outputs: { y: "f32" },
  attributes: { epsilon: fromZero, training: optional(trueOrFalse) },
  shapes: (inputs) => {
    expectMapwise("batchNorm", inputs, ["mean", "variance", "weight", "bias"]);
    return { y: inputs.x };
  },
  gradient: ({ inputs: { x, mean, variance, weight }, attributes, dy, emit }) => {
    const { dw, db } = emit("batchNormParameterGrads", { dy, x, mean, variance }, { epsilon: attributes.epsilon });
    const { dx } = emit(
      "batchNormInputGrad",
      { dy, x, mean, variance, weight, dw, db },
      { epsilon: attributes.epsilon, training: attributes.training },
    );
    return { x: dx, weight: dw, bias: db };
  },
  flops: ({ x }) => 4 * elements(x),
};
