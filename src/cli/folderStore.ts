/** Checkpoints in a folder, which one process at a time writes to. */
import { mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { SpecError } from "../core/errors.ts";
import type { CheckpointStore } from "../train/checkpoints.ts";
import { reasonOf, writeWhole } from "./writeFile.ts";

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
 * process left behind that is gone is taken over.
 *
 * @returns what gives it back
 * @throws SpecError where another process has it, or it cannot be written to
 */
export async function takeFolder(folder: string, option = "--checkpoint"): Promise<() => Promise<void>> {
  const lock = join(folder, LOCK);
  try {
    await mkdir(folder, { recursive: true });
    for (;;) {
      try {
        const file = await open(lock, "wx");
        await file.writeFile(String(process.pid));
        await file.close();
        return () => rm(lock, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const owner = Number(await readFile(lock, "utf8").catch(() => ""));
        if (isAlive(owner)) {
          throw new SpecError(
            `${option}: ${folder} is in use by process ${owner}; a folder of its own was expected. Name another, or wait for its end; where that is no run of circledast, delete ${lock}.`,
          );
        }
        await rm(lock, { force: true });
      }
    }
  } catch (cause) {
    if (cause instanceof SpecError) throw cause;
    throw new SpecError(
      `${option}: ${folder} cannot be written to (${reasonOf(cause)}); a place to write was expected. Name another.`,
      { cause },
    );
  }
}

function isAlive(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
