import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * The softmax of each sample's features: positive numbers that add up to 1.
 *
 *     y[n,f] = e^(x[n,f]) / Σ_k e^(x[n,k])
 *
 * computed with the row's maximum subtracted, so that no exponential overflows.
 *
 * x [N, F] → y [N, F].
 */
export const softmax: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: ({ x }) => {
    expectAxes("softmax", "x", x, "N, F");
    return { y: x };
  },
  gradient: ({ outputs, dy, emit }) => ({ x: emit("softmaxGrad", { dy, y: outputs.y }).dx }),
  flops: ({ x }) => 4 * elements(x),
};
