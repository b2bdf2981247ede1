/** Checkpoints in the browser's private file system, a folder for each run, which one tab at a time has to itself. */
import { CircledastError } from "../../core/errors.ts";
import type { CheckpointStore } from "../../train/checkpoints.ts";

/** All that is ours stands in here. */
const PLACE = "circledast-runs";

/** Folders that stay when another is made: those of the runs before. */
const KEPT = 2;

/** Undefined where the browser has no such file system: private windows may have none. */
async function place(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(PLACE, { create: true });
  } catch {
    return undefined;
  }
}

function storeIn(folder: FileSystemDirectoryHandle): CheckpointStore {
  return {
    async list() {
      const names: string[] = [];
      for await (const [name, entry] of folder.entries()) {
        // A file is there before what goes into it: of a tab that is gone in between, or a write that failed, nothing is kept.
        if (entry.kind === "file" && (await entry.getFile()).size === 0) continue;
        names.push(name);
      }
      return names;
    },
    async read(name) {
      return new Uint8Array(await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer());
    },
    async write(name, bytes) {
      try {
        // What is written takes the file's place when it is closed, whole.
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await file.write(bytes as Uint8Array<ArrayBuffer>);
        await file.close();
      } catch (cause) {
        await removeEmpty(folder, name);
        throw new CircledastError(
          `${name}: the browser did not keep it (${String(cause)}); ${bytes.length} bytes were to be kept. Make room under “What is stored”.`,
          { cause },
        );
      }
    },
    remove: (name) => folder.removeEntry(name),
  };
}

/** What stood in the file before a write that failed stays. */
async function removeEmpty(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  const file = await folder.getFileHandle(name).catch(() => undefined);
  if (file === undefined || (await file.getFile()).size > 0) return;
  // What does not go is passed over where names are listed.
  await folder.removeEntry(name).catch(() => {});
}

/** A run's folder that is this tab's as long as it is open. */
export interface PrivateFolder {
  readonly name: string;
  readonly store: CheckpointStore;
  release(): void;
}

/** Takes a folder where no other tab has it; undefined where one has. */
async function take(parent: FileSystemDirectoryHandle, name: string): Promise<PrivateFolder | undefined> {
  return new Promise((resolve, reject) => {
    const lock = async (granted: Lock | null) => {
      if (granted === null) return resolve(undefined);
      const store = storeIn(await parent.getDirectoryHandle(name, { create: true }));
      // Held until it is released or, however that may be, the tab is gone.
      await new Promise<void>((release) => resolve({ name, store, release }));
    };
    navigator.locks.request(`${PLACE}/${name}`, { ifAvailable: true }, lock).catch(reject);
  });
}

/** Names that sort as the runs began. */
async function names(parent: FileSystemDirectoryHandle): Promise<string[]> {
  const all: string[] = [];
  for await (const name of parent.keys()) all.push(name);
  return all.sort();
}

/** A folder for a new run; of those before the newest stay. Undefined where nothing can be kept. */
export async function newFolder(): Promise<PrivateFolder | undefined> {
  const parent = await place();
  if (parent === undefined) return undefined;
  const old = (await names(parent)).slice(0, -KEPT || undefined);
  for (const name of old) await removeFolder(name);
  return take(parent, `${String(Date.now()).padStart(15, "0")}-${Math.random().toString(36).slice(2, 8)}`);
}

/** The folders that no tab has, the newest first; each is to be released. */
export async function* freeFolders(): AsyncGenerator<PrivateFolder> {
  const parent = await place();
  if (parent === undefined) return;
  for (const name of (await names(parent)).reverse()) {
    const folder = await take(parent, name);
    if (folder !== undefined) yield folder;
  }
}

/** Takes a folder that is there, unless a tab has it. */
export async function takeFolder(name: string): Promise<PrivateFolder | undefined> {
  const parent = await place();
  return parent === undefined || !(await names(parent)).includes(name) ? undefined : take(parent, name);
}

/** Removes a folder, unless a tab has it. */
export async function removeFolder(name: string): Promise<void> {
  const parent = await place();
  const folder = await takeFolder(name);
  if (parent === undefined || folder === undefined) return;
  await parent.removeEntry(name, { recursive: true });
  folder.release();
}

/** Bytes of all that is kept; undefined where there is nothing. */
export async function keptBytes(): Promise<number | undefined> {
  const root = await navigator.storage?.getDirectory?.().catch(() => undefined);
  const parent = await root?.getDirectoryHandle(PLACE).catch(() => undefined);
  if (parent === undefined) return undefined;
  let bytes: number | undefined;
  for await (const folder of parent.values()) {
    if (folder.kind !== "directory") continue;
    for await (const file of folder.values()) {
      if (file.kind === "file") bytes = (bytes ?? 0) + (await file.getFile()).size;
    }
  }
  return bytes;
}

/** Forgets all runs but those that tabs have open. */
export async function removeKept(): Promise<void> {
  const parent = await place();
  if (parent !== undefined) for (const name of await names(parent)) await removeFolder(name);
}
