/** What the page has stored in this browser, and how to delete it. */

import { keptBytes, removeKept } from "../worker/privateFiles.ts";

/** All that is ours begins with this: other pages of the same origin have their own. */
const OURS = "circledast";

export interface Stored {
  readonly what: string;
  /** Undefined where the browser does not tell. */
  readonly bytes?: number | undefined;
}

/** What a cache of the service worker is for. */
function cacheWords(name: string): string {
  return name.startsWith(`${OURS}-data`) ? "Data set" : "This page, to work without a network";
}

async function sizeOf(name: string): Promise<number> {
  const cache = await caches.open(name);
  const sizes = (await cache.keys()).map(async (request) => (await (await cache.match(request))?.blob())?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function ownDatabases(): Promise<string[]> {
  const all = (await indexedDB.databases?.()) ?? [];
  return all.flatMap(({ name }) => (name?.startsWith(OURS) ? [name] : []));
}

const ownKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(OURS));

/** @throws where the browser lets nothing be stored */
export async function listStored(): Promise<Stored[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  const cached = names.map(async (name) => ({ what: cacheWords(name), bytes: await sizeOf(name) }));
  const databases = await ownDatabases();
  // Chromium alone says how much of it is what.
  const estimate = (await navigator.storage?.estimate?.()) as
    | { readonly usageDetails?: { readonly indexedDB?: number } }
    | undefined;
  const keys = ownKeys();
  const runs = await keptBytes();
  const bytes = keys.reduce((sum, key) => sum + 2 * (key.length + (localStorage.getItem(key)?.length ?? 0)), 0);
  return [
    ...(await Promise.all(cached)),
    ...(databases.length > 0
      ? [{ what: "Runs to compare, and kernels that were timed", bytes: estimate?.usageDetails?.indexedDB }]
      : []),
    ...(runs === undefined ? [] : [{ what: "Runs that can be gone on with", bytes: runs }]),
    ...(keys.length > 0 ? [{ what: "Choices and small results", bytes }] : []),
  ];
}

/** Deletes all of it. The page goes on; without a network it works again after another visit with one. */
export async function deleteStored(): Promise<void> {
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    if (location.href.startsWith(registration.scope)) await registration.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith(OURS)) await caches.delete(name);
  for (const key of ownKeys()) localStorage.removeItem(key);
  await removeKept();
  await Promise.all(
    (await ownDatabases()).map(
      (name) =>
        new Promise<void>((resolve) => {
          const deleting = indexedDB.deleteDatabase(name);
          // One that is in use goes when it is closed.
          deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve();
        }),
    ),
  );
}
