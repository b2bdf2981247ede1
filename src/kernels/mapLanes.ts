/** What the kernels have in common that compute a map of a sample, or of all samples, with a few lanes side by side. */

import { type Effort, foldWorkgroups, type Site } from "./kernel.ts";
import { mapSizes } from "./mapwise.ts";

/** Fewest lanes: what a processor does at once. A card that says how many lanes a subgroup has does more. */
const LEAST_LANES = 4;

/** Whether the maps of `x` are large enough to have work for every lane. */
export function hasWorkForLanes(site: Site): boolean {
  return mapSizes(site.shape("x")).I >= lanesOf(site);
}

/** Whether that is so and the device a program on a processor: a card computes element by element as fast as its memory is. */
export function suitsMapLanes(site: Site): boolean {
  return site.device.software && hasWorkForLanes(site);
}

function lanesOf({ device }: Site): number {
  return Math.max(LEAST_LANES, device.subgroupSize);
}

/** Sizes for the kernels that compute a map over the whole batch. */
export function mapLanesConstants(site: Site) {
  return { ...mapSizes(site.shape("x")), LANES: lanesOf(site) };
}

/** Sizes for those that compute one of one sample. */
export function sampleLanesConstants(site: Site) {
  const { N, C, I } = mapSizes(site.shape("x"));
  return { NC: N * C, C, I, LANES: lanesOf(site) };
}

/** A workgroup for each map of `x`. */
export function mapLanesWorkgroups(site: Site) {
  return foldWorkgroups(mapSizes(site.shape("x")).C);
}

/** A workgroup for each map of each sample of `x`. */
export function sampleLanesWorkgroups(site: Site) {
  const { N, C } = mapSizes(site.shape("x"));
  return foldWorkgroups(N * C);
}

/**
 * Each element of arrays like `x` loaded so many times, and for each workgroup values that belong to its map.
 *
 * @param perMap such values, the same for all lanes
 * @param workgroups what the kernel is dispatched as
 */
export function mapLanesEffort(
  site: Site,
  { arrays, perMap, workgroups: [columns, rows] }: { arrays: number; perMap: number; workgroups: readonly number[] },
): Effort {
  const uniform = columns * rows * lanesOf(site) * perMap;
  return { loads: arrays * site.size("x") + uniform, uniform, registers: 24 };
}
