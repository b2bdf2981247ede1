/**
 * The service worker: after the first visit the page works without a network. The build's files are kept at once, the data set when it is first
 * used. A new build waits until the page reloads for it: files of two builds never meet. A script of its own, without imports; the build puts
 * what it has made in front of it (build/serviceWorker.ts).
 */

/** Of this build: its files, those of the data set, and a hash of each of both kinds. */
declare const BUILD: {
  readonly version: string;
  readonly files: readonly string[];
  readonly dataVersion: string;
  readonly data: readonly string[];
};

/** What a service worker has that a page has not; TypeScript's library of it cannot stand beside that of the page. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: Extendable & MessageEvent) => void): void;
}

const scope = self as unknown as Scope;
const PAGE = `circledast-page-${BUILD.version}`;
const DATA = `circledast-data-${BUILD.dataVersion}`;

const addressOf = (file: string) => new URL(file, scope.registration.scope).href;

/** The name of a file of ours, whatever is asked of it behind a question mark; undefined where it is none. */
function fileOf({ url, method }: Request): string | undefined {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (method !== "GET" || !address.startsWith(scope.registration.scope)) return undefined;
  return address.slice(scope.registration.scope.length) || "index.html";
}

async function keepPage(): Promise<void> {
  const cache = await caches.open(PAGE);
  // Names with a hash never mean anything else; of the others the browser may have kept an older one.
  const asked = BUILD.files.map(
    (file) => new Request(addressOf(file), file.includes("assets/") ? {} : { cache: "reload" }),
  );
  await cache.addAll(asked);
}

async function removeOld(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("circledast-") && name !== PAGE && name !== DATA);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** @param options from where a file that is not kept is taken */
async function kept(name: string, file: string, options: RequestInit = {}): Promise<Response> {
  const cache = await caches.open(name);
  const found = await cache.match(addressOf(file));
  if (found !== undefined) return found;
  const response = await fetch(addressOf(file), options);
  if (response.ok) await cache.put(addressOf(file), response.clone());
  return response;
}

scope.addEventListener("install", (event) => event.waitUntil(keepPage()));
scope.addEventListener("activate", (event) => event.waitUntil(removeOld().then(() => scope.clients.claim())));
scope.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file === undefined) return;
  if (BUILD.files.includes(file)) event.respondWith(kept(PAGE, file));
  else if (BUILD.data.includes(file)) event.respondWith(kept(DATA, file));
});
scope.addEventListener("message", (event) => {
  if (event.data === "takeOver") event.waitUntil(scope.skipWaiting());
  // The first visit used the data before there was anybody to keep them: the browser has them still.
  if (event.data === "keepData")
    event.waitUntil(Promise.all(BUILD.data.map((file) => kept(DATA, file, { cache: "force-cache" }))));
});
