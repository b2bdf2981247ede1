/** What the browser keeps for this page, in IndexedDB: a database for each kind of thing, with one store. */

/** The answer to a request, when it comes. */
function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns undefined where the browser keeps nothing: private windows may have no memory */
export async function inStore<T>(
  [database, store]: readonly [database: string, store: string],
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    // To look for something must not make a place for it.
    const known = mode === "readonly" ? await indexedDB.databases?.() : undefined;
    if (known?.every(({ name }) => name !== database)) return undefined;
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    const opened = await answered(opening);
    try {
      return await answered(ask(opened.transaction(store, mode).objectStore(store)));
    } finally {
      opened.close();
    }
  } catch {
    return undefined;
  }
}
