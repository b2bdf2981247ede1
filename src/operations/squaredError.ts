import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * Squared error of each sample, summed over its outputs. The loss of a batch is the mean: L = (1/N) Σ_n loss[n].
 *
 *     loss[n] = Σ_f (target[n,f] − x[n,f])²
 *
 * x, target [N, F] → loss [N].
 */
export const squaredError: OperationDefinition = {
  inputs: ["x", "target"],
  outputs: { loss: "f32" },
  shapes: ({ x, target }) => {
    expectSame("squaredError", "x", x, "target", target);
    return { loss: [x[0]] };
  },
  gradient: ({ inputs, emit }) => ({ x: emit("squaredErrorGrad", { x: inputs.x, target: inputs.target }).dx }),
  flops: ({ x }) => 3 * elements(x),
};
