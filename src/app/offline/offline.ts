/** Registers the service worker, tells it which data are used, and says when a newer build waits. */
import { byId } from "../look/elements.ts";
import { hasNetwork, type PageState } from "../state.ts";
import type { Store } from "../store.ts";

export function workOffline(store: Store<PageState>): void {
  // From source there is no build to keep; and not everywhere may a page have a worker of this kind.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  let begun = false;
  let dataKept = false;
  store.subscribe((state) => {
    if (!hasNetwork(state) || state.run === undefined) return;
    // Not before the network is there: the first view comes first.
    if (!begun) {
      begun = true;
      void register(store);
    }
    // Points are computed, pictures were fetched.
    if (dataKept || state.run.input[1] === 1) return;
    dataKept = true;
    void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage("keepData"));
  });
}

async function register(store: Store<PageState>): Promise<void> {
  // Where the browser forbids it, the page works as before.
  const registration = await navigator.serviceWorker.register("sw.js").catch(() => undefined);
  if (registration === undefined) return;
  const tell = () => {
    // With nobody in charge before, it is the first one and no update.
    if (registration.waiting && navigator.serviceWorker.controller) offerReload(registration.waiting, store);
  };
  tell();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
}

function offerReload(waiting: ServiceWorker, store: Store<PageState>): void {
  const button = byId<HTMLButtonElement>("update");
  button.hidden = false;
  store.subscribe(({ step }) => {
    const words = `A newer version is ready: reload${step > 0 ? " (ends this run)" : ""}`;
    if (button.textContent !== words) button.textContent = words;
  });
  button.onclick = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("takeOver");
  };
}
