import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * The exponential moving average of the parameters (Polyak and Juditsky, 1992, with forgetting; PyTorch's get_ema_avg_fn).
 *
 *     a ← d·a + (1 − d)·w
 *
 * average (a), parameter (w) [T]. Attribute `decay` d. average is changed in place.
 */
export const movingAverage: OperationDefinition = {
  inputs: ["average", "parameter"],
  outputs: { average: "f32" },
  attributes: ["decay"],
  shapes: ({ average, parameter }) => {
    expectSame("movingAverage", "average", average, "parameter", parameter);
    return { average };
  },
  flops: ({ average }) => 3 * elements(average),
  inPlace: { average: "average" },
};
