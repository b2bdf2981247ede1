/** What a run is made with beside its recipe: where that changes, it may come to other bits. */
import { canonicalJson } from "../core/canonicalJson.ts";
import { sha256Hex } from "../core/hash.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Session } from "./session.ts";

/** As a checkpoint notes it. `choice` is of the kernels that a step is computed by, where there is a choice: see {@link choiceSha256}. */
export type MadeWith = Readonly<Record<"version" | "kernels" | "storage", string>> & { readonly choice?: string };

/** SHA-256 of the names of the kernels that a step is computed by, each with its operations: what `tuned` or `fixed` is may be another by now. */
function choiceSha256(kernels: readonly string[]): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalJson(kernels)));
}

/**
 * @param version of circledast
 * @param kernels how they were chosen
 */
export async function madeWith({ engine }: Session, version: string, kernels: string): Promise<MadeWith> {
  return {
    ...{ version, kernels, storage: engine.storage ?? "f64" },
    ...(engine.kernels && { choice: await choiceSha256(engine.kernels) }),
  };
}

/** A sentence for each thing that is other than it was when a checkpoint was written, as far as that is noted. */
export function changesSince({ device, notes = {} }: Checkpoint, { engine }: Session, made: MadeWith): string[] {
  const { kernels, choice, ...others } = made;
  const before: Readonly<Record<string, string | undefined>> = { ...notes, device };
  const sentence = (what: string, then: string, now: string) =>
    `So far the run had the ${what} ${then}; with ${now} it may come to other bits.`;
  const changes = Object.entries({ ...others, device: engine.device.description })
    .filter(([what, value]) => before[what] !== undefined && before[what] !== value)
    .map(([what, value]) => sentence(what, before[what]!, value));
  // How they were chosen tells only where it is not known which they were.
  const isKnown = before.choice !== undefined && choice !== undefined;
  const areOthers = isKnown ? before.choice !== choice : before.kernels !== kernels;
  if (before.kernels === undefined || !areOthers) return changes;
  const then = before.kernels === kernels ? `${kernels} as they were chosen then` : before.kernels;
  const now = before.kernels === kernels ? "the present choice" : kernels;
  return [...changes, sentence("kernels", then, now)];
}
