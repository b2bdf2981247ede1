import { gainOf } from "../tune/formatTuning.ts";
import type { Found } from "../tune/tuneNetwork.ts";
import type { TunedEvent } from "./events.ts";

/** What is told of a tuning before the start. */
export function tunedEvent({ tuning, isStored }: Found): TunedEvent {
  const candidates = tuning.contested.flatMap((contested) => contested.candidates);
  const names = (which: (typeof candidates)[number]["verdict"]) =>
    candidates.filter(({ verdict, isDefault }) => verdict === which && !(which === "chosen" && isDefault));
  return {
    event: "tuned",
    stored: isStored,
    measuringMs: tuning.measuringMs,
    ...gainOf(tuning),
    changed: names("chosen").map(({ name }) => name),
    refused: names("refused").map(({ name }) => name),
  };
}
