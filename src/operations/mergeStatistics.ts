import { ShapeError } from "../core/errors.ts";
import { elements, formatShape, type Shape } from "../core/shape.ts";
import { groupCount } from "./groupSamples.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/** How many maps there are of which every group has its own values. @throws ShapeError where they are no whole number */
export function mapsOfGroups(op: string, role: string, shape: Shape, groups: number): number {
  const maps = elements(shape) / groups;
  if (shape.length === 1 && Number.isInteger(maps)) return maps;
  throw new ShapeError(
    `${op}: ${role} is ${formatShape(shape)}; a multiple of ${groups} values in one axis was expected, ` +
      "one for each map of each group. Correct its shape.",
  );
}

/**
 * Mean and variance of every map over the batch, from those of equal groups of samples.
 *
 *     mean[c] = 1/G · Σ_s means[s·C + c]        variance[c] = 1/G · Σ_s (variances[s·C + c] + (means[s·C + c] − mean[c])²)
 *
 * means, variances [G·C] → mean, variance [C]; groupMean, groupVariance [G·C], the same for each group. Attribute: `groups` G.
 */
export const mergeStatistics: OperationDefinition = {
  inputs: ["means", "variances"],
  outputs: { mean: "f32", variance: "f32", groupMean: "f32", groupVariance: "f32" },
  attributes: { groups: groupCount },
  shapes: ({ means, variances }, { groups }) => {
    const C = mapsOfGroups("mergeStatistics", "means", means, groups as number);
    expectSame("mergeStatistics", "means", means, "variances", variances);
    return { mean: [C], variance: [C], groupMean: means, groupVariance: means };
  },
  flops: ({ means }) => 5 * elements(means),
};
