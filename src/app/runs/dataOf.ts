/** Which data a run is of, in words: accuracies on different test sets do not compare. */

import { count } from "../look/format.ts";
import { type RunSettings, recipeOf } from "../settings.ts";

import type { PageState } from "../state.ts";
import type { RunRecord } from "./record.ts";

/** Names of classes that there is room for. */
const few = 3;
/** Of their hash, enough to tell a person's own data apart. */
const digits = 8;

/** What a run is of that brings no pictures of somebody's own. */
export function usualData(settings: RunSettings): string {
  return recipeOf(settings).input[1] > 1 ? "MNIST" : "points";
}

export function dataOf({ settings, own }: Pick<PageState, "settings" | "own">): string {
  if (settings.data !== "own") return usualData(settings);
  const classes = own.report?.classes ?? [];
  if (classes.length === 0) return "own pictures";
  const pictures = classes.reduce((sum, { train, test }) => sum + train + test, 0);
  const names = classes.slice(0, few).map(({ name }) => name);
  // Others may have as many of the same classes.
  const hash = own.report?.sha256 ? ` ${own.report.sha256.slice(0, digits)}` : "";
  return `${count(pictures)} own pictures (${names.join(", ")}${classes.length > few ? ", …" : ""})${hash}`;
}

/** The same of a record; one that was kept before records said it has it from its settings. */
export function dataOfRecord({ data }: Pick<RunRecord, "data">, settings: RunSettings): string {
  return data ?? dataOf({ settings, own: {} });
}
