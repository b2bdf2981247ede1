/** Checkpoints in a folder, which one process at a time writes to. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { SpecError } from "../core/errors.ts";
import type { CheckpointStore } from "../train/checkpoints.ts";
import { isRunning, takeLock } from "./folderLock.ts";
import { reasonOf, writerOf, writeWhole } from "./writeFile.ts";

const LOCK = "in-use";

/** @throws SpecError where the folder cannot be read */
export function folderStore(folder: string): CheckpointStore {
  return {
    async list() {
      try {
        return await readdir(folder);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw new SpecError(
          `--checkpoint: ${folder} cannot be read (${reasonOf(cause)}); a folder was expected. Name another.`,
          { cause },
        );
      }
    },
    read: (name) => readFile(join(folder, name)),
    write: (name, bytes) => writeWhole(join(folder, name), bytes),
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

/**
 * Makes the folder, where it is not there, and takes it for this process: two runs in one folder would remove each other's checkpoints. What a
 * process left behind that is gone is taken over, and what it had not written to its end is removed.
 *
 * @returns what gives it back
 * @throws SpecError where another process has it, or it cannot be written to
 */
export async function takeFolder(folder: string, option = "--checkpoint"): Promise<() => Promise<void>> {
  const lock = join(folder, LOCK);
  try {
    await mkdir(folder, { recursive: true });
    const taken = await takeLock(lock);
    if (typeof taken === "number") {
      throw new SpecError(
        `${option}: ${folder} is in use by process ${taken}; a folder of its own was expected. Name another, or wait for its end; where that is no run of circledast, delete ${lock}.`,
      );
    }
    await removeUnfinished(folder);
    return () => taken.release();
  } catch (cause) {
    if (cause instanceof SpecError) throw cause;
    throw new SpecError(
      `${option}: ${folder} cannot be written to (${reasonOf(cause)}); a place to write was expected. Name another.`,
      { cause },
    );
  }
}

/** What was being written when its process was killed. Checkpoints are written by whoever has the lock alone. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const writer = writerOf(name);
    if (writer === undefined) continue;
    // Of this process's number is what one before it left, unless another run in here is about to ask for the lock.
    const isOurs = writer === process.pid && !name.startsWith(`.${LOCK}-`);
    if (isRunning(writer) && !isOurs && !name.startsWith(".step-")) continue;
    await rm(join(folder, name), { force: true });
  }
}
