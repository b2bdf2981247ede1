/** Whether training goes on while nobody can see it: a choice that this browser keeps. */

export type WhenHidden = "goOn" | "pause";

const KEY = "circledast-when-hidden";

/** Private windows may refuse to keep anything: then it is as it is by default. */
export function readChoice(): WhenHidden {
  try {
    return localStorage.getItem(KEY) === "pause" ? "pause" : "goOn";
  } catch {
    return "goOn";
  }
}

export function keepChoice(choice: WhenHidden): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // It holds until the page is closed.
  }
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
