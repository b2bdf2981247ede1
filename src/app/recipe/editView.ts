/** The switch between the network as it is written and the same to be changed, which is loaded when it is first asked for. */
import type { Actions } from "../actions.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { View } from "../view.ts";
import type { Editor } from "./edit/editor.ts";

export function editView(actions: Actions): View {
  const button = byId<HTMLButtonElement>("edit");
  const [written, place] = [byId("layers"), byId("editor")];
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
    place.textContent = "Loading.";
    try {
      const { createEditor } = await import("./edit/editor.ts");
      if (place.hidden) return;
      editor = createEditor(place, actions, close);
      editor.update(latest);
    } catch {
      show(false);
      written.before("The editor did not load. Reload the page.");
    }
  });

  return (state) => {
    latest = state;
    editor?.update(state);
  };
}
