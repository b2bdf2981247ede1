/** What the search for a learning rate says: pure functions to plain words. */
import { count } from "../look/format.ts";
import type { RateSearch } from "./search.ts";

/** A rate as one types it. */
export function rateWords(rate: number): string {
  return rate < 1e-4 ? rate.toExponential().replace("e-", "e−") : `${rate}`;
}

export function searchWords({ sweep, isOver, suggested, failure }: RateSearch): string {
  if (failure !== undefined) return `No rate was found: ${failure} Your run is as it was.`;
  if (sweep === undefined) return "Preparing a network of its own: your run stays as it is.";
  if (!isOver) return `Step ${count(sweep.losses.length)} of at most ${count(sweep.total)}.`;
  if (suggested === undefined) {
    return "No rate made the loss fall. Try another network or optimiser, or other initial weights.";
  }
  const { steepest, least, tenth } = suggested;
  const last = Number(sweep.rates.at(-1)!.toPrecision(1));
  const end = sweep.losses.length < sweep.total ? ` Beyond ${rateWords(last)} it blew up.` : "";
  return `The loss fell fastest at η ${rateWords(steepest)}. It was least at ${rateWords(least)}, of which a tenth is ${rateWords(tenth)}.${end}`;
}
