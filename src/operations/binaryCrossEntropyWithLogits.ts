import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * Cross-entropy of the sigmoid of each output with a target of its own, 0 or 1 or between, summed over a sample's outputs. The loss of
 * a batch is the mean: L = (1/N) Σ_n loss[n].
 *
 *     loss[n] = Σ_f −t ln σ(x) − (1 − t) ln(1 − σ(x)) = Σ_f max(x, 0) − x·t + ln(1 + e^(−|x|))        x, t being x[n,f], target[n,f]
 *
 * of which the second form overflows nowhere.
 *
 * x, target [N, F] → loss [N].
 */
export const binaryCrossEntropyWithLogits: OperationDefinition = {
  inputs: ["x", "target"],
  outputs: { loss: "f32" },
  shapes: ({ x, target }) => {
    expectSame("binaryCrossEntropyWithLogits", "x", x, "target", target);
    return { loss: [x[0]] };
  },
  gradient: ({ inputs: { x, target }, emit }) => ({ x: emit("binaryCrossEntropyWithLogitsGrad", { x, target }).dx }),
  flops: ({ x }) => 25 * elements(x),
};
