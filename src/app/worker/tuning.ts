/** Kernels that are timed on this device, and kept by the browser. */
import type { DataSplits } from "../../data/dataset.ts";
import { type OpenDevice, openDevice } from "../../gpu/device.ts";
import type { Recipe } from "../../model/recipe.ts";
import { tunedEvent } from "../../train/tunedEvent.ts";
import { type Found, storedTuning, tuneNetwork } from "../../tune/tuneNetwork.ts";
import type { Progress } from "../../tune/tuner.ts";
import type { Message, Tuned } from "../protocol.ts";
import { BrowserStore } from "./browserStore.ts";

const store = new BrowserStore();
const runtime = navigator.userAgent;

export interface TimedFor {
  readonly recipe: Recipe;
  readonly data: DataSplits;
}

export function toldOf(found: Found): Tuned {
  const { stored, chosenMs, defaultMs, changed } = tunedEvent(found);
  return { stored, chosenMs, defaultMs, changed: changed.length };
}

/** What an earlier visit has found; nothing is timed. */
export async function foundBefore(open: OpenDevice, { recipe, data }: TimedFor): Promise<Found | undefined> {
  const tuning = await storedTuning({ open, recipe, data, store, runtime });
  return tuning && { tuning, isStored: true };
}

/**
 * Times the kernels beside whatever else goes on, on a device of its own: candidates take turns, so that what slows one slows the others.
 *
 * @throws the signal's reason; DeviceError
 */
export async function timeBeside(
  { recipe, data }: TimedFor,
  send: (message: Message) => void,
  signal: AbortSignal,
): Promise<Found> {
  const open = await openDevice(navigator.gpu);
  const onProgress = ({ done, total }: Progress) => send({ type: "tuning", done, total });
  try {
    return await tuneNetwork({ open, recipe, data, signal, onProgress, store, runtime });
  } finally {
    open.device.destroy();
  }
}
