import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * Cross-entropy of the softmax of each sample's outputs with its class. The loss of a batch is the mean: L = (1/N) Σ_n loss[n].
 *
 *     loss[n] = ln Σ_f e^(x[n,f]) − x[n, label[n]]
 *
 * computed with the row's maximum subtracted, so that no exponential overflows.
 *
 * x [N, F], label [N] → loss [N].
 */
export const softmaxCrossEntropy: OperationDefinition = {
  inputs: ["x", "label"],
  outputs: { loss: "f32" },
  shapes: ({ x }) => {
    expectAxes("softmaxCrossEntropy", "x", x, "N, F");
    return { loss: [x[0]] };
  },
  gradient: ({ inputs, emit }) => ({ x: emit("softmaxCrossEntropyGrad", { x: inputs.x, label: inputs.label }).dx }),
  flops: ({ x }) => 4 * elements(x),
};
