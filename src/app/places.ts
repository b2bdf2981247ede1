/** Places beside the network, each at an address of its own: it stands where the columns do, and Back leads out again. */
import { byId } from "./look/elements.ts";
import type { PageState } from "./state.ts";
import type { View } from "./view.ts";

/** @param views of the places, by their names in the address, behind # and up to the first &; #engine is shown in the element `engine` */
export function placesView(
  views: Readonly<Record<string, { readonly element: HTMLElement; readonly view: View }>>,
): View {
  const columns = byId("columns");
  let latest: PageState;
  let shown: string | undefined;
  let scrolled = 0;

  function follow(): void {
    const [name] = location.hash.slice(1).split("&");
    const open = Object.hasOwn(views, name) ? name : undefined;
    if (shown === undefined && open !== undefined) scrolled = scrollY;
    // Out of sight, and as wide as they were: nothing in them has to be laid out anew.
    columns.classList.toggle("away", open !== undefined);
    for (const [own, { element }] of Object.entries(views)) element.hidden = own !== open;
    for (const link of document.querySelectorAll(".masthead-links a")) {
      if (link.getAttribute("href") === `#${open}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (open !== undefined) views[open].view(latest);
    if (open === shown) return;
    shown = open;
    scrollTo(0, open === undefined ? scrolled : 0);
    if (open !== undefined) views[open].element.querySelector("h2")!.focus({ preventScroll: true });
  }

  addEventListener("hashchange", follow);
  for (const { element } of Object.values(views)) {
    element.querySelector(".place-back")!.addEventListener("click", (event) => {
      event.preventDefault();
      // An address without a #; the browser's Back comes here again.
      history.pushState(null, "", location.pathname + location.search);
      follow();
    });
  }
  return (state) => {
    const isFirst = latest === undefined;
    latest = state;
    if (isFirst) follow();
    else if (shown !== undefined) views[shown].view(state);
  };
}
