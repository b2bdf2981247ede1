/** A training step in stages, and which steps of a run can be looked at. */
import type { PageState } from "../state.ts";

/** A step as it goes: what each stage does, in words. */
export const stepStages = [
  { name: "forward", words: "The picture goes through the network: every map from the one before it." },
  { name: "loss", words: "The outputs are compared with what the picture is: one number says how wrong they are." },
  { name: "backward", words: "The chain rule, from the loss back: how much the loss changes with each number." },
  {
    name: "update",
    words: "Each weight moves against its gradient, that of a whole batch",
  },
] as const;

/** Whether a step of training can be taken: it stands still, and there are any left. */
export function canStep({ phase }: Pick<PageState, "phase">): boolean {
  return phase === "ready" || phase === "paused";
}

/** The step before the one on show, as far as it is known. */
export function stepBefore({ history, visiting }: Pick<PageState, "history" | "visiting">): number | undefined {
  const at = visiting === undefined ? history.length - 1 : history.findLastIndex((step) => step <= visiting);
  return history[at - 1];
}

/** The step after the one on show, where that is not the present. */
export function stepAfter({ history, visiting }: Pick<PageState, "history" | "visiting">): number | undefined {
  return visiting === undefined ? undefined : history.find((step) => step > visiting);
}
