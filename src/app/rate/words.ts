/** What the search for a learning rate says: pure functions to plain words. */
import type { SuggestedRate, Sweep } from "../../train/rateFinder.ts";
import { count, scientific } from "../look/format.ts";
import type { RateSearch } from "./search.ts";

export function rateWords(rate: number): string {
  return rate < 1e-4 ? scientific(rate) : `${rate}`;
}

export function searchWords({ sweep, isOver, suggested, failure }: RateSearch): string {
  if (failure !== undefined) return `No rate was found: ${failure} Your run is as it was.`;
  if (sweep === undefined) return "Preparing a network of its own: your run stays as it is.";
  if (!isOver) return `Step ${count(sweep.losses.length)} of at most ${count(sweep.total)}.`;
  if (suggested === undefined) {
    return "No rate made the loss fall. Try another network or optimiser, or other initial weights.";
  }
  return `Try η ${rateWords(suggested.tenth)}.`;
}

/** How it came to that, for who wants to know. */
export function foundWords({ steepest, least, tenth }: SuggestedRate, { rates, losses, total }: Sweep): string {
  const end = losses.length < total ? ` Beyond ${rateWords(Number(rates.at(-1)!.toPrecision(1)))} it blew up.` : "";
  return `The loss was least at η ${rateWords(least)}; a tenth of that, ${rateWords(tenth)}, leaves room for a whole run. It fell fastest at ${rateWords(steepest)}.${end}`;
}
