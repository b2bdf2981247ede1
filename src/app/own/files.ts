/** The files of a drop or a choice, with the folders that they lie in. */
import type { OwnFile } from "./protocol.ts";

/** What was chosen in a dialogue. */
export function chosen(list: FileList): OwnFile[] {
  return Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped, as entries where the browser has them: only these lead into folders. */
export type Dropped = FileSystemEntry | File | null;

/** To be called while the event is under way: afterwards nothing is there. */
export function taken(items: DataTransferItemList): Dropped[] {
  return Array.from(items, (item) => item.webkitGetAsEntry() ?? item.getAsFile());
}

/** All files of what was dropped, those in folders included. */
export async function filesOf(all: readonly Dropped[]): Promise<OwnFile[]> {
  const files: OwnFile[] = [];
  for (const one of all) {
    if (one instanceof File) files.push({ path: one.name, file: one });
    else if (one !== null) await walk(one, files);
  }
  return files;
}

async function walk(entry: FileSystemEntry, all: OwnFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    all.push({ path: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const next = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  // A folder is handed out in parts, the last one empty.
  for (let part = await next(); part.length > 0; part = await next()) {
    for (const inner of part) await walk(inner, all);
  }
}
