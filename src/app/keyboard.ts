/** Keys that work anywhere but in a control, and the list of them, with what signs and words mean. */
import type { Actions } from "./actions.ts";
import type { Direction } from "./arithmetic/neighbour.ts";
import { lazy } from "./lazy.ts";
import { byId } from "./look/elements.ts";

/** Where a key already means something: typing, choosing, pressing, drawing. */
const controls = "input, select, textarea, button, summary, a[href], [role=application]";

/** Where letters and arrows mean something: in pictures that one walks through, only those keys that lead on (look/walk.ts). */
const fields = "input, select, textarea, [role=application]:not(.walked)";

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function listenToKeys(actions: Actions): void {
  const button = byId("keys-button");
  const list = byId("keys");

  // It scrolls by itself: keys have to get there.
  list.tabIndex = 0;
  const glossary = lazy(
    byId("glossary"),
    () => import("./glossary/glossary.ts"),
    ({ showGlossary }) => showGlossary(byId("glossary")),
  );

  function toggleList(): void {
    list.hidden = !list.hidden;
    void glossary();
    button.setAttribute("aria-expanded", `${!list.hidden}`);
  }

  button.addEventListener("click", toggleList);
  // Another way to the same place: from the foot of the recipe it has to come into sight.
  byId("words-button").addEventListener("click", async () => {
    if (list.hidden) toggleList();
    await glossary();
    list.focus({ preventScroll: true });
    byId("glossary").scrollIntoView();
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const direction = arrows[event.key];
    if (direction !== undefined && !target.closest(fields)) {
      if (actions.openBeside(direction)) event.preventDefault();
      return;
    }
    if (event.repeat) return;
    if (event.key === "?" && !target.matches("input, textarea")) toggleList();
    else if (event.key === "Escape" && !list.hidden) toggleList();
    else if (event.key === "Escape") actions.openNumber();
    else if (event.key === "o" && !target.closest(fields)) actions.openAnswer();
    else if (event.key === "." && !target.closest(fields)) actions.step();
    else if (event.key === " " && !target.closest(controls)) {
      // Space would also scroll the page.
      event.preventDefault();
      actions.toggle();
    }
  });
}
