import { fraction, wholeNumber } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * The running statistics of batch normalisation take a step towards those of the batch.
 *
 *     runningMean[c] ← (1 − k) · runningMean[c] + k · mean[c]
 *     runningVariance[c] ← (1 − k) · runningVariance[c] + k · variance[c] · m/(m − 1)
 *
 * All [C], the running ones changed in place. Attributes: `momentum` k, from 0 to 1, `count` m > 1, the values that the batch's statistics are of.
 * What is kept is the unbiased variance.
 */
export const updateStatistics: OperationDefinition = {
  inputs: ["mean", "variance", "runningMean", "runningVariance"],
  outputs: { runningMean: "f32", runningVariance: "f32" },
  attributes: { momentum: fraction, count: wholeNumber(2, Number.MAX_SAFE_INTEGER) },
  shapes: ({ mean, variance, runningMean, runningVariance }) => {
    expectSame("updateStatistics", "mean", mean, "variance", variance);
    expectSame("updateStatistics", "mean", mean, "runningMean", runningMean);
    expectSame("updateStatistics", "mean", mean, "runningVariance", runningVariance);
    return { runningMean, runningVariance };
  },
  flops: ({ mean }) => 6 * elements(mean),
  inPlace: { runningMean: "runningMean", runningVariance: "runningVariance" },
};
