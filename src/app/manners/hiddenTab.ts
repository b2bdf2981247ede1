/** Whether training goes on while nobody can see it: a choice that this browser keeps. */
import { recall, remember } from "../remembered.ts";

export type WhenHidden = "goOn" | "pause";

const name = "circledast-when-hidden";

export function readChoice(): WhenHidden {
  return recall(name) === "pause" ? "pause" : "goOn";
}

/** Where nothing is kept it holds until the page is closed. */
export function keepChoice(choice: WhenHidden): void {
  remember(name, choice);
}

/** What is to be done when the tab is hidden or shown again. `byItself` tells that it was paused for being hidden, and by nobody. */
export function whatToDo(
  hidden: boolean,
  choice: WhenHidden,
  training: boolean,
  byItself: boolean,
): "pause" | "train" | undefined {
  if (hidden) return choice === "pause" && training ? "pause" : undefined;
  return byItself ? "train" : undefined;
}
