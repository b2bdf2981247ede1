/** The records of runs that this browser keeps. */
import { inStore } from "../database.ts";
import type { RunRecord } from "./record.ts";

const place = ["circledast-runs", "runs"] as const;

/** Newest first. */
export async function loadRuns(): Promise<readonly RunRecord[]> {
  const all = await inStore<RunRecord[]>(place, "readonly", (store) => store.getAll());
  return (all ?? []).toSorted((a, b) => b.date - a.date);
}

/** One change is written after the other. */
let writing: Promise<void> = Promise.resolve();

/** Makes what is kept what it is to be; of what is the same already nothing is written. */
export function keepRuns(before: readonly RunRecord[], after: readonly RunRecord[]): void {
  if (before !== after) writing = writing.then(() => write(before, after));
}

async function write(before: readonly RunRecord[], after: readonly RunRecord[]): Promise<void> {
  for (const record of after) {
    if (!before.includes(record)) await inStore(place, "readwrite", (store) => store.put(record, record.id));
  }
  for (const { id } of before) {
    if (after.every((other) => other.id !== id)) await inStore(place, "readwrite", (store) => store.delete(id));
  }
}
