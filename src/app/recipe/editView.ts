/** The switch between the network as it is written and the same to be changed, which is loaded when it is first asked for. */
import type { Actions } from "../actions.ts";
import { lazy } from "../lazy.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { View } from "../view.ts";
import type { Editor } from "./edit/editor.ts";

export function editView(actions: Actions): View {
  const button = byId<HTMLButtonElement>("edit");
  const [written, place] = [byId("layers"), byId("editor")];
  const creator = lazy(
    place,
    () => import("./edit/editor.ts"),
    ({ createEditor }) => createEditor,
  );
  let latest: PageState;
  let editor: Editor | undefined;

  function close(): void {
    editor = undefined;
    place.replaceChildren();
    show(false);
    button.focus();
  }

  function show(open: boolean): void {
    place.hidden = !open;
    written.hidden = open;
    button.textContent = open ? "Close" : "Edit";
    button.setAttribute("aria-expanded", `${open}`);
  }

  button.addEventListener("click", async () => {
    if (!place.hidden) return close();
    show(true);
    const createEditor = await creator();
    // It may have been closed meanwhile, and opened again.
    if (place.hidden || editor !== undefined) return;
    editor = createEditor(place, actions, close);
    editor.update(latest);
  });

  return (state) => {
    latest = state;
    editor?.update(state);
  };
}
