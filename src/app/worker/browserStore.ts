/** Choices of kernels that the browser keeps, in IndexedDB. */
import type { Tuning, TuningStore } from "../../tune/tuning.ts";

const [DATABASE, STORE] = ["circledast", "kernels"];

/** The answer to a request, when it comes. */
function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await answered(opening);
    try {
      return await answered(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    // Private windows may have no memory: then it is timed each time.
    return undefined;
  }
}

export class BrowserStore implements TuningStore {
  load(name: string): Promise<unknown> {
    return inStore("readonly", (store) => store.get(name));
  }

  async save(name: string, tuning: Tuning): Promise<void> {
    await inStore("readwrite", (store) => store.put(tuning, name));
  }
}
