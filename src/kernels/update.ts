import type { Site } from "./kernel.ts";

/** Invocations of a kernel that reads its gradient through lib/gradient.wgsl: each has four parameters of 64 that share a segment. */
export function foursOf(site: Site, variable: string): number {
  return Math.ceil(site.size(variable) / 64) * 16;
}
