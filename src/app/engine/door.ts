/** The way to the engine room: the address `#engine` opens it in place of the network, and Back leads out again. */
import type { Actions } from "../actions.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";

export function engineDoor(worker: Worker, actions: Actions, store: Store<PageState>): void {
  const room = byId("engine");
  const columns = document.querySelector(".columns")!;
  let view: Promise<View> | undefined;

  async function create(): Promise<View> {
    const { engineView } = await import("./engineView.ts");
    const made = engineView(room, worker, actions);
    store.subscribe((state) => {
      if (!room.hidden) made(state);
    });
    return made;
  }

  async function follow(): Promise<void> {
    const isOpen = location.hash === "#engine";
    // Out of sight, and as wide as it was: nothing in it has to be laid out anew.
    columns.classList.toggle("away", isOpen);
    room.hidden = !isOpen;
    if (!isOpen) return;
    view ??= create();
    (await view)(store.get());
    room.querySelector<HTMLElement>("h2")?.focus();
  }

  addEventListener("hashchange", follow);
  void follow();
}
