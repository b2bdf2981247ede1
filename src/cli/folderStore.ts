/** Checkpoints in a folder, which one process at a time writes to. */
import { constants, copyFile, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SpecError } from "../core/errors.ts";
import type { CheckpointStore } from "../train/checkpoints.ts";
import { reasonOf, temporaryName, writerOf, writeWhole } from "./writeFile.ts";

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
    while (!(await takeLock(lock))) {
      const owner = Number(await readFile(lock, "utf8").catch(() => ""));
      if (isAlive(owner)) {
        throw new SpecError(
          `${option}: ${folder} is in use by process ${owner}; a folder of its own was expected. Name another, or wait for its end; where that is no run of circledast, delete ${lock}.`,
        );
      }
      await rm(lock, { force: true });
    }
    await removeUnfinished(folder);
    return () => rm(lock, { force: true });
  } catch (cause) {
    if (cause instanceof SpecError) throw cause;
    throw new SpecError(
      `${option}: ${folder} cannot be written to (${reasonOf(cause)}); a place to write was expected. Name another.`,
      { cause },
    );
  }
}

/** Makes the file of the lock, which from its first moment says whose it is. @returns false where there is one */
async function takeLock(lock: string): Promise<boolean> {
  const own = temporaryName(lock);
  await writeFile(own, String(process.pid));
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // A file system without hard links, such as a memory card's.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) throw error;
    return await copyFile(own, lock, constants.COPYFILE_EXCL).then(
      () => true,
      (failed: NodeJS.ErrnoException) => (failed.code === "EEXIST" ? false : Promise.reject(failed)),
    );
  } finally {
    await rm(own, { force: true });
  }
}

/** What was being written when its process was killed. Checkpoints are written by whoever has the lock alone. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const writer = writerOf(name);
    if (writer === undefined || (isAlive(writer) && !name.startsWith(".step-"))) continue;
    await rm(join(folder, name), { force: true });
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
