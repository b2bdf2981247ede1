/** ⊛ has a place of its own, at `#convolution`: what is drawn there is loaded when it is opened. */
import { byId } from "../look/elements.ts";
import type { NetworkOf } from "../network/networkOf.ts";
import type { PageState } from "../state.ts";
import type { View } from "../view.ts";

export function operatorView(networkOf: NetworkOf): View {
  const place = byId("operator");
  const columns = byId("columns");
  let view: View | undefined;
  let isLoading = false;
  let latest: PageState;

  async function load(): Promise<void> {
    isLoading = true;
    try {
      const { createOperator } = await import("./operatorPlace.ts");
      view = createOperator(place, networkOf, leave);
      view(latest);
    } catch {
      isLoading = false;
      place.textContent = "This part of the page did not load. Reload the page.";
    }
  }

  /** Back to the network; the browser's Back comes here again. */
  function leave(): void {
    history.pushState(null, "", location.pathname + location.search);
    follow();
  }

  function follow(): void {
    const isOpen = /^#convolution(&|$)/.test(location.hash);
    place.hidden = !isOpen;
    columns.hidden = isOpen;
    if (!isOpen) return;
    if (view !== undefined) view(latest);
    else if (!isLoading) void load();
  }

  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  return (state) => {
    const isFirst = latest === undefined;
    latest = state;
    if (isFirst) follow();
    else if (!place.hidden) view?.(state);
  };
}
