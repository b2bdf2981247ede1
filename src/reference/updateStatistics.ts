import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** runningMean ← (1 − k)·runningMean + k·mean; runningVariance ← (1 − k)·runningVariance + k·variance·m/(m − 1) */
export const updateStatistics: Page = {
  evaluate({ mean, variance }, { runningMean, runningVariance }, attributes) {
    const { momentum: k, count: m } = attributes as Readonly<Record<string, number>>;
    for (let c = 0; c < mean.data.length; c++) {
      runningMean.data[c] = (1 - k) * runningMean.data[c] + k * mean.data[c];
      runningVariance.data[c] = (1 - k) * runningVariance.data[c] + (k * variance.data[c] * m) / (m - 1);
    }
  },
  // A sum of two products with rounded constants. What was there before is gone; its share is at most |new| + |added|.
  bound({ inputs: { mean, variance }, errors, outputs: { runningMean, runningVariance }, attributes }) {
    const { momentum: k, count: m } = attributes as Readonly<Record<string, number>>;
    const error = (before: number, share: number, batch: number, batchError: number, now: number) => {
      const input = (1 - k) * before + share * batchError;
      return input + gamma(4) * (Math.abs(now) + 2 * share * Math.abs(batch) + input);
    };
    return {
      runningMean: each(runningMean, (c) =>
        error(errors.runningMean.data[c], k, mean.data[c], errors.mean.data[c], runningMean.data[c]),
      ),
      runningVariance: each(runningVariance, (c) =>
        error(
          errors.runningVariance.data[c],
          (k * m) / (m - 1),
          variance.data[c],
          errors.variance.data[c],
          runningVariance.data[c],
        ),
      ),
    };
  },
};
