/** Pictures of a person's own: what the page knows of them, and what it says: pure. */

import { allPresets as presets } from "../../model/failing.ts";
import type { InputShape, LayerSpec } from "../../model/recipe.ts";
import { count } from "../look/format.ts";
import { type RunSettings, recipeOf, withRecipe } from "../settings.ts";

import type { OwnMessage, OwnReport } from "./protocol.ts";

export interface Own {
  /** Of what was last read, which the worker keeps. */
  readonly report?: OwnReport | undefined;
  readonly progress?: { readonly done: number; readonly total: number } | undefined;
  /** Why nothing was read. */
  readonly failure?: string | undefined;
}

export const noOwn: Own = {};

/** What a network of two numbers is replaced by. */
const forPictures = "lenet";

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

/** The layers with as many outputs as there are classes: units of the last dense layer. */
function withOutputs(layers: readonly LayerSpec[], units: number): readonly LayerSpec[] {
  const last = layers.findLastIndex(({ type }) => type === "dense");
  return last < 0 ? layers : layers.with(last, { ...layers[last], units });
}

/** The same run with as many outputs, if the network has not as many classes. */
function forClasses(settings: RunSettings, known: number, wanted: number): RunSettings {
  return known === wanted ? settings : withRecipe(settings, { layers: withOutputs(recipeOf(settings).layers, wanted) });
}

/** What is to be known of the network that the data are for. */
interface Network {
  readonly input: InputShape;
  readonly classes: number;
}

/** Of a network that reads pictures: that on show, or the one that a network of two numbers is replaced by. */
export function networkFor(run: Network | undefined): Network {
  return run !== undefined && run.input[1] > 1 ? run : { input: presets[forPictures].input, classes: 10 };
}

/** With fewer steps nothing would be learned of a few pictures. */
const leastSteps = 300;

/** The settings of a run on what was read: a batch has no more pictures than there are, and few pictures are seen often. */
export function settingsForOwn(settings: RunSettings, run: Network | undefined, report: OwnReport): RunSettings {
  const { changes: _, ...rest } = settings;
  const { batch } = presets[forPictures];
  const reads = run === undefined || run.input[1] > 1 ? settings : { ...rest, preset: forPictures, batch };
  const { train } = totals(report);
  const size = Math.min(reads.batch, train);
  const epochs = Math.max(reads.epochs, Math.ceil(leastSteps / Math.floor(train / size)));
  const fitting = { ...reads, batch: size, ...(reads.steps === undefined ? { epochs } : {}) };
  return { ...forClasses(fitting, networkFor(run).classes, report.classes.length), data: "own" };
}

/** Back to MNIST and its ten digits. */
export function settingsForMnist({ data: _, ...settings }: RunSettings, known: number): RunSettings {
  return forClasses({ ...settings, batch: presets[settings.preset].batch, epochs: 1 }, known, 10);
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

/** What a class is called: by its folder, where the data are somebody's own; else by its number. */
export function className({ own, settings }: { own: Own; settings: RunSettings }, label: number): string {
  return (settings.data === "own" && own.report?.classes[label]?.name) || `${label}`;
}
