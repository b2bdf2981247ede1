import { elements } from "../core/shape.ts";
import { groupCount } from "./groupSamples.ts";
import { mapsOfGroups } from "./mergeStatistics.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂weight and ∂L/∂bias of batchNorm over the batch, from those of groups of samples.
 *
 *     dw[c] = Σ_s dws[s·C + c]        db[c] = Σ_s dbs[s·C + c]
 *
 * dws, dbs [G·C] → dw, db [C]. Attribute: `groups` G.
 */
export const mergeParameterGrads: OperationDefinition = {
  inputs: ["dws", "dbs"],
  outputs: { dw: "f32", db: "f32" },
  attributes: { groups: groupCount },
  shapes: ({ dws, dbs }, { groups }) => {
    const C = mapsOfGroups("mergeParameterGrads", "dws", dws, groups as number);
    expectSame("mergeParameterGrads", "dws", dws, "dbs", dbs);
    return { dw: [C], db: [C] };
  },
  flops: ({ dws }) => 2 * elements(dws),
};
