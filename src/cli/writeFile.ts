/** Writes result files so that a reader never meets half of one, and looks before long work whether that will be possible. */
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CircledastError, SpecError } from "../core/errors.ts";

/** Where a path leads: through links, for a rename would replace the link. */
async function targetOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Beside it, for what is not whole yet. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

/** The process that such a name is of; undefined where it is another name. */
export function writerOf(name: string): number | undefined {
  const pid = /^\..+\.(\d+)\.tmp$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/**
 * Whether a file can be written there; leaves nothing behind.
 *
 * @param option the option that names it, for the message
 * @throws SpecError where it cannot
 */
export async function checkWritable(option: string, path: string): Promise<void> {
  const target = await targetOf(path);
  const there = await stat(target).catch(() => undefined);
  if (there !== undefined && !there.isFile()) {
    const found = there.isDirectory() ? "a folder" : "no plain file";
    throw new SpecError(`${option}: ${path} is ${found}; the name of a file was expected. Name one in a folder.`);
  }
  const probe = temporaryName(target);
  try {
    await (await open(probe, "wx")).close();
    await rm(probe);
  } catch (cause) {
    throw new SpecError(
      `${option}: ${path} cannot be written (${reasonOf(cause)}); a place to write was expected. Choose another.`,
      { cause },
    );
  }
}

/**
 * Writes a file under a temporary name beside it and renames it when it is whole and on the disk.
 *
 * @throws CircledastError where that fails; what stood there before is still there
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const target = await targetOf(path);
  const temporary = temporaryName(target);
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new CircledastError(
      `${path}: it could not be written (${reasonOf(cause)}); ${bytes.length} bytes were to be saved. Make room there.`,
      { cause },
    );
  }
}

/** What the system says, in its shortest form. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file or folder",
    ENOTDIR: "a part of the path is a file",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "no space left",
    EISDIR: "it is a folder",
  };
  return words[code ?? ""] ?? message;
}
