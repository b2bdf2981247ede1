/** What a run takes on a device, known before any of it is taken, and the largest batch that would fit. */
import { SpecError } from "../core/errors.ts";
import type { Plan } from "../plan/plan.ts";
import { plannedBytes } from "../plan/reuse.ts";
import { megabytes, type RefusedError } from "./refusal.ts";

const inWords = (batch: number) => batch.toLocaleString("en-US");

/**
 * The largest batch below one that is too large, by bisection: it fits, and the next one does not.
 *
 * @param tooLarge a batch that does not fit
 * @param fits looks at plans alone, and takes nothing on a device
 * @returns 0 where none fits
 */
export function largestBatch(tooLarge: number, fits: (batch: number) => boolean): number {
  let [most, least] = [0, tooLarge];
  while (least - most > 1) {
    const middle = Math.floor((most + least) / 2);
    if (fits(middle)) most = middle;
    else least = middle;
  }
  return most;
}

/** What to do where a batch is too large: `batch` is the largest that fits, 0 where none does. */
export function smallerBatch(batch: number): string {
  if (batch === 0) return "A batch of 1 does not fit either: make the network or the data set smaller.";
  return `The largest batch that fits is ${inWords(batch)}: train with that, or make the network smaller.`;
}

/**
 * What is said where the device has no memory left for a run.
 *
 * @param plans of all that was to be on the device
 * @param batch of it
 * @param largest finds the batch with which a training step takes so many bytes at most; 0 where none does
 */
export function outOfMemory(
  refused: RefusedError,
  plans: readonly Plan[],
  batch: number,
  largest: (bytes: number) => number,
): SpecError {
  const all = plans.reduce((sum, plan) => sum + plannedBytes(plan), 0);
  const half = largest(all / 2);
  const smaller =
    half === 0
      ? "Make the network or the data set smaller"
      : `Try a batch of ${inWords(half)}, with which it takes half`;
  return new SpecError(
    `device: its memory does not suffice (${refused.complaint}); ${megabytes(all)} were expected to be free, what the run takes with a ` +
      `batch of ${inWords(batch)}. ${smaller}, or close what else uses the device.`,
    { cause: refused },
  );
}
