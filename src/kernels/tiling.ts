import type { Site } from "./kernel.ts";

/** Most maps that an invocation of the convolution kernels computes. */
const MOST_MAPS = 8;

/** How many maps each invocation computes: the greatest divisor of their number that the kernels can hold. */
export function mapsPerInvocation(maps: number): number {
  for (let count = Math.min(MOST_MAPS, maps); count > 1; count--) if (maps % count === 0) return count;
  return 1;
}

/** The activation at the end of the pattern that was found, as lib/activation.wgsl numbers it. */
export function activationOf(site: Site): number {
  if (site.has("relu") || site.has("reluGrad")) return 1;
  return site.has("sigmoid") || site.has("sigmoidGrad") ? 2 : 0;
}

/** Whether pooling windows lie side by side. */
export function isTiled(kernel: readonly number[], stride: readonly number[]): boolean {
  return kernel[0] === stride[0] && kernel[1] === stride[1];
}

/**
 * Number of partial sums that a gradient is left as: enough invocations to occupy a device, at most one a sample, at most `most`: each has
 * to be written, read and added.
 *
 * @param invocations number of invocations of one part
 */
export function partsFor(batch: number, invocations: number, most: number): number {
  const wanted = Math.ceil(4096 / invocations);
  const parts = Math.max(1, Math.min(batch, most, wanted));
  // Equal parts: none may be left without a sample.
  return Math.ceil(batch / Math.ceil(batch / parts));
}
