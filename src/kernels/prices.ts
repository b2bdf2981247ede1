/** What choosing the tiles of a kernel goes by, where the whole of a profile (plan/profiles.ts) is not known yet. */
import type { DeviceTraits } from "../core/device.ts";

/**
 * What a lane of a card does in the time of one multiply-add, as far as the profiles agree: a word loaded from a buffer, or from workgroup memory,
 * takes that of so many, and of so many where it is the same for a subgroup; a barrier; a word that is written for a partial sum, and read again.
 */
export const PRICE = { load: 5, uniformLoad: 1.5, shared: 4, uniformShared: 1.5, barrier: 100, partial: 80 };

/** SwiftShader begins with a store of its own, compiled and run, for every word of workgroup memory: it is dear there. */
export function hasDearWorkgroupMemory({ software, vendor }: DeviceTraits): boolean {
  return software && vendor === "google";
}
