import { elements } from "../core/shape.ts";
import { fraction, number, optional } from "../model/fields.ts";
import { layer } from "./layer.ts";

/**
 * Batch normalisation: every map is brought to mean 0 and variance 1 over the batch, then scaled and moved. While judging and
 * predicting, with running statistics that the training steps have kept.
 *
 * [N, C, …] → the same. Parameters: weight [C], which starts as 1, bias [C], which starts as 0. Statistics: running_mean [C], from 0,
 * running_var [C], from 1.
 */
export const batchNorm = layer(
  "bn",
  {
    epsilon: optional(number({ min: 0, open: true, max: 1 }), 1e-5),
    momentum: optional(fraction, 0.1),
  },
  ({ epsilon, momentum }, site) => {
    const { x, shape, training } = site;
    const [N, C, ...rest] = shape;
    const fans = { fanIn: C, fanOut: C };
    const weight = site.parameter("weight", [C], fans, 1);
    const bias = site.parameter("bias", [C], fans, 0);
    const runningMean = site.statistic("running_mean", [C], 0);
    const runningVariance = site.statistic("running_var", [C], 1);
    if (!training) {
      const running = { mean: runningMean, variance: runningVariance };
      return site.emit("batchNorm", { x, ...running, weight, bias }, { epsilon, training }).y;
    }
    const { mean, variance } = site.emit("batchStatistics", { x });
    const count = N * elements(rest);
    site.emit("updateStatistics", { mean, variance, runningMean, runningVariance }, { momentum, count });
    return site.emit("batchNorm", { x, mean, variance, weight, bias }, { epsilon, training }).y;
  },
);
