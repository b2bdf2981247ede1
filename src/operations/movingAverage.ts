import { share } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * The exponential moving average of the parameters (Polyak and Juditsky, 1992, with forgetting; PyTorch's AveragedModel with its
 * get_ema_avg_fn). It begins as a copy of them after the first step.
 *
 *     a ← w in step 1, then a ← d·a + (1 − d)·w
 *
 * average (a), parameter (w) [T]; step [1], which has been counted already. Attribute `decay` d, from 0 on and below 1. average is changed in place.
 */
export const movingAverage: OperationDefinition = {
  inputs: ["average", "parameter", "step"],
  outputs: { average: "f32" },
  attributes: { decay: share },
  shapes: ({ average, parameter }) => {
    expectSame("movingAverage", "average", average, "parameter", parameter);
    return { average };
  },
  flops: ({ average }) => 3 * elements(average),
  inPlace: { average: "average" },
};
