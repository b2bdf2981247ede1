/** Parts of the page that the first view does not need: each is fetched when it is first wanted. */
import { html } from "./look/elements.ts";
import { notLoaded } from "./notLoaded.ts";
import type { PageState } from "./state.ts";
import type { View } from "./view.ts";

/** Milliseconds that a part may take without a word. */
const unsaid = 300;

/**
 * @param place where it is said that the part is on its way, or did not come
 * @param make makes the part from its module, once
 * @returns fetches and makes the part when first called. Where it does not come, that is said, and it is waited for another try
 */
export function lazy<M, T>(place: HTMLElement, load: () => Promise<M>, make: (module: M) => T): () => Promise<T> {
  let part: Promise<T> | undefined;
  return () => {
    part ??= fetched(place, load).then(make);
    return part;
  };
}

/** The same for a view: what it shows first is the state of then. */
export function lazyView<M>(place: HTMLElement, load: () => Promise<M>, make: (module: M) => View): View {
  const part = lazy(place, load, make);
  let latest: PageState | undefined;
  let view: View | undefined;
  return (state) => {
    const isFirst = latest === undefined;
    latest = state;
    view?.(state);
    if (!isFirst) return;
    void part().then((made) => {
      view = made;
      made(latest!);
    });
  };
}

/** Links to style sheets that did not come. */
const failed = new Set<HTMLLinkElement>();
// Such an event does not rise to the document: it is seen on its way down.
document.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") failed.add(target);
  },
  true,
);

/**
 * Fetches style sheets anew that did not come. What the build makes of an import asks for each of them once: without this, the part would
 * stand there without its style at the second try.
 */
async function fetchStylesAgain(): Promise<void> {
  const missing = [...failed];
  failed.clear();
  await Promise.all(
    missing.map((link) => {
      const again = link.cloneNode() as HTMLLinkElement;
      const coming = new Promise((resolve, reject) => {
        again.addEventListener("load", resolve);
        again.addEventListener("error", reject);
      });
      link.replaceWith(again);
      return coming;
    }),
  );
}

async function fetched<M>(place: HTMLElement, load: () => Promise<M>): Promise<M> {
  const isOutOfSight = place.hidden;
  const words = html("p", { class: "quiet", "aria-live": "polite" }, "Loading.");
  const timer = setTimeout(() => place.append(words), unsaid);
  for (let isAgain = false; ; isAgain = true) {
    try {
      if (isAgain) await fetchStylesAgain();
      const module = await load();
      clearTimeout(timer);
      words.remove();
      return module;
    } catch {
      const again = html("button", { type: "button", class: "link" }, "Try again");
      words.replaceChildren(`${notLoaded} What is trained is safe. `, again);
      place.append(words);
      // Nobody has opened what comes by itself: else nobody would be told.
      if (isOutOfSight) place.hidden = false;
      await new Promise((resolve) => again.addEventListener("click", resolve, { once: true }));
      words.replaceChildren("Loading.");
    }
  }
}
