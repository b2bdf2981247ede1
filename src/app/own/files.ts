/** The files of a drop or a choice, with the folders that they lie in. */
import type { OwnFile } from "./protocol.ts";

/** What was chosen in a dialogue. */
export function chosen(list: FileList): OwnFile[] {
  return Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped: its entries have to be taken while the event is under way, `DataTransferItem.webkitGetAsEntry`. */
export async function dropped(entries: readonly FileSystemEntry[]): Promise<OwnFile[]> {
  const all: OwnFile[] = [];
  for (const entry of entries) await walk(entry, all);
  return all;
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
