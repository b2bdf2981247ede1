/** Where pictures of one's own are brought in: the field Data, and a drop anywhere. The rest comes when it is wanted. */
import type { Actions } from "../actions.ts";
import { lazy } from "../lazy.ts";
import { byId } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import type { View } from "../view.ts";
import { filesOf, taken } from "./files.ts";
import type { OwnView } from "./ownView.ts";

export function ownPlace(store: Store<PageState>, actions: Actions): View {
  const button = byId("data");
  const place = byId("own");
  const opened = lazy(
    place,
    () => import("./ownView.ts"),
    ({ ownView }) => {
      const made = ownView(store, actions);
      store.subscribe(made.view);
      return made;
    },
  );

  function show(isShown: boolean): Promise<OwnView> {
    place.hidden = !isShown;
    button.ariaExpanded = `${isShown}`;
    return opened();
  }

  button.addEventListener("click", () => void show(place.hidden === true));
  const brings = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") === true;
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  const end = () => document.body.classList.remove("dropping");
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) end();
  });
  document.addEventListener("drop", async (event) => {
    end();
    if (!brings(event)) return;
    event.preventDefault();
    // Weights are no data: they are loaded elsewhere.
    if (Array.from(event.dataTransfer!.files).some(({ name }) => name.endsWith(".safetensors"))) return;
    const all = taken(event.dataTransfer!.items);
    const { read } = await show(true);
    place.scrollIntoView({ block: "nearest" });
    read(await filesOf(all));
  });

  return ({ settings, run }) => {
    const words = settings.data === "own" ? "your own" : run?.input[1] === 1 ? "points" : "MNIST";
    if (button.textContent !== words) button.textContent = words;
  };
}
