/** What a run is made with beside its recipe: where that changes, it may come to other bits. */
import type { Checkpoint } from "./checkpoint.ts";
import type { Session } from "./session.ts";

/** As a checkpoint notes it. */
export type MadeWith = Readonly<Record<"version" | "kernels" | "storage", string>>;

/**
 * @param version of circledast
 * @param kernels how they were chosen
 */
export function madeWith({ engine }: Session, version: string, kernels: string): MadeWith {
  return { version, kernels, storage: engine.storage ?? "f64" };
}

/** A sentence for each thing that is other than it was when a checkpoint was written, as far as that is noted. */
export function changesSince({ device, notes = {} }: Checkpoint, { engine }: Session, made: MadeWith): string[] {
  const before: Readonly<Record<string, string | undefined>> = { ...notes, device };
  return Object.entries({ ...made, device: engine.device.description })
    .filter(([what, value]) => before[what] !== undefined && before[what] !== value)
    .map(([what, value]) => `So far the run had the ${what} ${before[what]}; with ${value} it may come to other bits.`);
}
