/** What the page does while nobody looks at it, and what it stores. */
import type { Actions } from "../actions.ts";
import { lazy } from "../lazy.ts";
import { byId, html } from "../look/elements.ts";
import type { PageState } from "../state.ts";
import type { View } from "../view.ts";
import { keepChoice, readChoice, type WhenHidden, whatToDo } from "./hiddenTab.ts";

export function mannersView(actions: Actions, now: () => PageState): View {
  const select = byId<HTMLSelectElement>("when-hidden");
  select.append(
    html("option", { value: "goOn" }, "training goes on"),
    html("option", { value: "pause" }, "training pauses"),
  );
  let choice = readChoice();
  select.value = choice;
  select.addEventListener("change", () => {
    choice = select.value as WhenHidden;
    keepChoice(choice);
  });

  // Asked for, for a hidden tab gets no frames and its views no news.
  const phase = () => now().phase;
  let pausedByItself = false;
  /** Back before the pause was there: it is waited for. */
  let wantsToGoOn = false;
  document.addEventListener("visibilitychange", () => {
    const wanted = whatToDo(document.hidden, choice, phase() === "training", pausedByItself);
    pausedByItself = wanted === "pause";
    if (wanted === "pause") actions.pause();
    wantsToGoOn = wanted === "train" && phase() === "pausing";
    if (wanted === "train") actions.train();
  });

  const place = byId("stored");
  const viewer = lazy(
    place,
    () => import("../offline/storedView.ts"),
    ({ showStored }) => showStored,
  );
  const details = byId<HTMLDetailsElement>("manners");
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    const showStored = await viewer();
    await showStored(place);
  });

  return (state) => {
    if (!wantsToGoOn || state.phase === "pausing") return;
    wantsToGoOn = false;
    actions.train();
  };
}
