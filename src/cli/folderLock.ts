/**
 * The lock of a folder: a file that names the process which has it. One whose process is gone is taken over, by one of however many try at once.
 *
 * Each lock has a text of its own, the number of its process and a UUID, so that none is ever made twice. Whoever finds that the process of the
 * lock L is gone claims L: it makes the file `in-use.SHA256(L)` with its own text, by link(2), which fails where the file is there. If its process
 * is gone too, that claim is claimed in the same way, and so on: the lock and the claims are a chain, and the last in it has the folder. After it
 * has made its claim it reads the lock again; where that still is L, it renames its own file to the lock, and only then removes claims.
 *
 * Why no two have it: a claim that could still win is removed only after the lock has become another, and it never is L again. Where the lock is
 * L after a claim was made, no other in its place can have won before, and as long as it is there none can be made. So its maker is the only one
 * that may rename. Where the lock is not L any more, the claim came too late: its maker removes it without having won, and begins anew.
 */
import { createHash, randomUUID } from "node:crypto";
import { constants, copyFile, link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { temporaryName } from "./writeFile.ts";

/** Texts of the locks that this process has. */
const held = new Set<string>();

/** A lock that is this process's. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * @param lock path of its file, in a folder that is there
 * @returns the number of the process that has it, where one has
 */
export async function takeLock(lock: string): Promise<FolderLock | number> {
  const text = `${process.pid} ${randomUUID()}`;
  const own = temporaryName(`${lock}-${text.slice(-12)}`);
  await writeFile(own, text);
  held.add(text);
  try {
    const owner = await takeAs(lock, own);
    if (owner === undefined) {
      return {
        async release() {
          held.delete(text);
          await rm(lock, { force: true });
        },
      };
    }
    held.delete(text);
    return owner;
  } catch (error) {
    held.delete(text);
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** @returns undefined where the lock has become what stands in the file `own`, else the process that has it */
async function takeAs(lock: string, own: string): Promise<number | undefined> {
  for (;;) {
    if (await linked(own, lock)) {
      await removeClaims(lock);
      return undefined;
    }
    const first = await textOf(lock);
    // Given back meanwhile.
    if (first === undefined) continue;
    const last = await lastOf(lock, first);
    if (isAlive(last)) return processOf(last);
    const claim = claimOn(lock, last);
    if (!(await linked(own, claim))) continue;
    if ((await textOf(lock)) === first) {
      await rename(own, lock);
      await removeClaims(lock);
      return undefined;
    }
    await rm(claim, { force: true });
  }
}

/** The last of the chain: what the lock says, or whoever has claimed it, or has claimed that claim. */
async function lastOf(lock: string, first: string): Promise<string> {
  let last = first;
  for (;;) {
    const next = await textOf(claimOn(lock, last));
    if (next === undefined) return last;
    last = next;
  }
}

const claimOn = (lock: string, text: string) => `${lock}.${createHash("sha256").update(text).digest("hex")}`;

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** All there are, by whoever has the lock: they are on locks that are no more. */
async function removeClaims(lock: string): Promise<void> {
  for (const name of await readdir(dirname(lock))) {
    if (name.startsWith(`${basename(lock)}.`)) await rm(join(dirname(lock), name), { force: true });
  }
}

/** Gives a file a second name, at which it is whole from its first moment. @returns false where there is one of that name */
async function linked(own: string, name: string): Promise<boolean> {
  const isNew = (made: Promise<void>) =>
    made.then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === "EEXIST" ? false : Promise.reject(error)),
    );
  try {
    return await isNew(link(own, name));
  } catch (error) {
    // A file system without hard links, such as a memory card's.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw error;
    }
    return await isNew(copyFile(own, name, constants.COPYFILE_EXCL));
  }
}

const processOf = (text: string) => Number.parseInt(text, 10);

/** Whether whoever has this lock may still write. One of this process's number that it has not made is of one before it. */
function isAlive(text: string): boolean {
  return held.has(text) || (processOf(text) !== process.pid && isRunning(processOf(text)));
}

/** Whether there is such a process. */
export function isRunning(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
