import { ShapeError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { expectMapwise } from "./mapwise.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * Mean and variance of every map over the batch: what batch normalisation subtracts and divides by in training.
 *
 *     mean[c] = 1/m · Σ_n Σ_… x[n,c,…]          variance[c] = 1/m · Σ_n Σ_… (x[n,c,…] − mean[c])²
 *
 * x [N, C, …] → mean, variance [C], of m = N·… values each. The variance is the biased one.
 *
 * It has no gradient of its own: that of batchNorm, in training, is the whole derivative, through mean and variance too.
 */
export const batchStatistics: OperationDefinition = {
  inputs: ["x"],
  outputs: { mean: "f32", variance: "f32" },
  shapes: ({ x }) => {
    expectMapwise("batchStatistics", { x }, []);
    const [N, C, ...rest] = x;
    if (N * elements(rest) < 2) {
      throw new ShapeError(
        `batchStatistics: its maps have one value each in a batch of ${N}; at least 2 were expected, for one has no variance. ` +
          `Make the batch larger.`,
      );
    }
    return { mean: [C], variance: [C] };
  },
  flops: ({ x }) => 4 * elements(x),
};
