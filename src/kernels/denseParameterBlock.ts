/** What the kernels that compute a dense layer's parameter gradients in blocks have in common, by the shapes of `x` and `dy`. */
import type { Site } from "./kernel.ts";
import { blockRegisters, loadsOfRows, rowsFor } from "./rowBlock.ts";
import { partsFor } from "./tiling.ts";

/** Workgroups for all features of a block, a subgroup of four features a lane each. */
export function featureGroups(site: Site): number {
  return Math.ceil(site.shape("x")[1] / (4 * site.device.subgroupSize));
}

/** Workgroups of one part. */
function perPart(site: Site): number {
  const [, O] = site.shape("dy");
  return Math.ceil(O / rowsFor(O)) * featureGroups(site);
}

/** Number of partial sums: a processor has few cores, which 16 workgroups keep busy. */
export function blockParts(site: Site): number {
  return partsFor(site, site.shape("x")[0], 256 * perPart(site), 8);
}

export function parameterBlockConstants(site: Site) {
  const [N, F] = site.shape("x");
  const [, O] = site.shape("dy");
  return { N, F, O, PARTS: blockParts(site), ROWS: rowsFor(O), SUBGROUP: site.device.subgroupSize };
}

export function parameterBlockInvocations(site: Site): number {
  return blockParts(site) * perPart(site) * site.device.subgroupSize;
}

export function parameterBlockEffort(site: Site) {
  const { N, PARTS, ROWS, SUBGROUP } = parameterBlockConstants(site);
  const loads = Math.ceil(N / PARTS) * (4 + loadsOfRows(ROWS, SUBGROUP));
  return { loads: parameterBlockInvocations(site) * loads, registers: blockRegisters(ROWS) };
}
