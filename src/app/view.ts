import type { PageState } from "./state.ts";

/** Brings a part of the page up to date with the state. */
export type View = (state: PageState) => void;

/** The same view, at work only when something it depends on has changed. */
export function dependingOn(parts: (state: PageState) => readonly unknown[], show: View): View {
  let last: readonly unknown[] = [];
  return (state) => {
    const now = parts(state);
    if (now.length === last.length && now.every((part, i) => Object.is(part, last[i]))) return;
    last = now;
    show(state);
  };
}
