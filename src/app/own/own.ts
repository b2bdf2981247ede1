/** Pictures of a person's own: what the page knows of them, and what it says: pure. */
import { count } from "../look/format.ts";
import type { RunSettings } from "../protocol.ts";
import type { OwnMessage, OwnReport } from "./protocol.ts";

export interface Own {
  /** Of what was last read, which the worker keeps. */
  readonly report?: OwnReport | undefined;
  readonly progress?: { readonly done: number; readonly total: number } | undefined;
  /** Why nothing was read. */
  readonly failure?: string | undefined;
}

export const noOwn: Own = {};

export function ownAfter({ report }: Own, message: OwnMessage): Own {
  switch (message.is) {
    case "reading":
      return { report, progress: message };
    case "read":
      return { report: message.report };
    case "failed":
      return { report, failure: message.message };
    case "cancelled":
      return { report, failure: "Cancelled: nothing was read." };
  }
}

/** How many there are to learn from and to be tested on. */
function totals({ classes }: OwnReport): { train: number; test: number } {
  const sum = (half: "train" | "test") => classes.reduce((all, one) => all + one[half], 0);
  return { train: sum("train"), test: sum("test") };
}

/** The settings of a run on what was read: a batch has no more pictures than there are. */
export function settingsForOwn({ settings }: { settings: RunSettings }, report: OwnReport): RunSettings {
  return { ...settings, data: "own", batch: Math.min(settings.batch, totals(report).train) };
}

/** What was read, in sentences. */
export function reportWords(report: OwnReport): string[] {
  const { classes, size, sizeBefore, testGiven, inverted } = report;
  const { train, test } = totals(report);
  const pictures = `${count(train + test)} pictures in ${count(classes.length)} classes: ${count(train)} to learn from, ${count(test)} to be tested on`;
  const by = (sizes: readonly number[]) => sizes.join("\u202f×\u202f");
  return [
    `${pictures}${testGiven ? "." : ", one of seven of each class, always the same."}`,
    ...(sizeBefore === undefined
      ? []
      : [`Resized to ${by(size)}${sizeBefore === "various" ? ", from several sizes" : `, from ${by(sizeBefore)}`}.`]),
    ...(inverted ? ["They are dark on bright: inverted, as MNIST is bright on dark."] : []),
  ];
}

/** What was left out. */
export function skippedWords({ skipped, skippedCount }: OwnReport): string[] {
  const rest = skippedCount - skipped.length;
  return [...skipped.map(({ name, why }) => `${name}: ${why}.`), ...(rest > 0 ? [`And ${count(rest)} more.`] : [])];
}
