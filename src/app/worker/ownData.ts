/** In the worker: a person's own pictures, from IDX files or folders, as data to learn from. Nothing leaves the browser. */
import { DataError } from "../../core/errors.ts";
import type { DataSplits, Dataset } from "../../data/dataset.ts";
import { sortIntoClasses } from "../../data/folders.ts";
import { splitsOf, subset } from "../../data/split.ts";
import type { OwnFile, OwnReport, OwnRequest } from "../own/protocol.ts";
import type { Message } from "../protocol.ts";
import { keepOwn } from "./data.ts";
import { readIdxFiles } from "./ownIdx.ts";
import { greyOf } from "./ownPictures.ts";

type Wanted = Extract<OwnRequest, { type: "readData" }>;
export type Skip = (name: string, why: string) => void;
/** What was read: pictures of the network's size; names of classes; whether a test set was among the files. */
export interface Read {
  readonly splits: DataSplits;
  readonly names: readonly string[];
  readonly testGiven: boolean;
  readonly sizeBefore: OwnReport["sizeBefore"];
}

/** Said of so many files, the rest is counted. */
const SKIPPED_SHOWN = 5;
const SAMPLES = 20;
const PICTURE = /\.(png|jpe?g|webp|gif|bmp|avif)$/i;
/** What systems leave in folders. */
const NOISE = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|__MACOSX\/.*)$/i;

let reading = new AbortController();

export function stopReading(): void {
  reading.abort();
}

/** Reads, keeps and tells of it. A newer reading ends an older one. */
export async function readData({ files, input, classes }: Wanted, send: (message: Message) => void): Promise<void> {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  const skipped: { name: string; why: string }[] = [];
  let told = 0;
  const progress = (done: number, total: number) => {
    signal.throwIfAborted();
    if (performance.now() - told < 100) return;
    told = performance.now();
    send({ type: "ownData", is: "reading", done, total });
  };
  try {
    const wanted = files.filter(({ path }) => !NOISE.test(path));
    const pictures = wanted.filter(({ path }) => PICTURE.test(path));
    const skip: Skip = (name, why) => skipped.push({ name, why });
    const read =
      pictures.length > 0
        ? await readFolders(wanted, { input, classes, skip, progress })
        : await readIdxFiles(wanted, { input, skip, progress });
    if (read.names.length > classes) {
      throw new DataError(
        `${read.names.length} classes found; at most ${classes} were expected. Leave some out, or give the network more outputs first.`,
      );
    }
    const { splits, inverted } = whiteOnBlack(read.splits);
    signal.throwIfAborted();
    keepOwn(splits);
    send({ type: "ownData", is: "read", report: report(read, splits, inverted, skipped) });
  } catch (error) {
    if (signal.aborted) return send({ type: "ownData", is: "cancelled" });
    const why = skipped[0] === undefined ? "" : ` ${skipped[0].name}: ${skipped[0].why}.`;
    send({ type: "ownData", is: "failed", message: `${error instanceof Error ? error.message : error}${why}` });
  }
}

interface FolderOptions {
  readonly input: Wanted["input"];
  readonly classes: number;
  readonly skip: Skip;
  readonly progress: (done: number, total: number) => void;
}

/** Pictures whose folder is their class. */
async function readFolders(
  files: readonly OwnFile[],
  { input, classes, skip, progress }: FolderOptions,
): Promise<Read> {
  const [, H, W] = input;
  const { classes: names, places } = sortIntoClasses(
    files.map(({ path }) => path),
    classes,
  );
  const images: Uint8Array[] = [];
  const labels: number[] = [];
  const halves: ("train" | "test" | undefined)[] = [];
  const sizes = new Set<string>();
  for (const [i, { path, file }] of files.entries()) {
    progress(i, files.length);
    const place = places[i];
    if (!PICTURE.test(path)) skip(path, "not a picture");
    else if (place === undefined) skip(path, "in no folder of a class");
    else {
      const grey = await greyOf(file, H, W);
      if (grey === undefined) skip(path, "a picture that this browser cannot read");
      else {
        images.push(grey.pixels);
        labels.push(place.label);
        halves.push(place.half);
        sizes.add(`${grey.height} ${grey.width}`);
      }
    }
  }
  if (images.length === 0) {
    throw new DataError(
      "No picture could be read; a folder was expected that has a folder of pictures for each class.",
    );
  }
  const whole: Dataset = {
    name: "own",
    shape: [1, H, W],
    count: images.length,
    classes: names.length,
    images: new Uint8Array(await new Blob(images as Uint8Array<ArrayBuffer>[]).arrayBuffer()),
    labels: Uint8Array.from(labels),
  };
  const those = (half: string) => [...halves.keys()].filter((i) => (halves[i] ?? "train") === half);
  const testGiven = halves.includes("test") && halves.some((half) => half !== "test");
  const splits = testGiven
    ? { train: subset(whole, those("train")), test: subset(whole, those("test")) }
    : splitsOf(whole);
  const [first] = [...sizes].map((size) => size.split(" ").map(Number) as [number, number]);
  const sizeBefore = sizes.size > 1 ? "various" : `${first}` === `${[H, W]}` ? undefined : first;
  return { splits, names, testGiven, sizeBefore };
}

/** Dark strokes on bright paper become bright ones on dark, as MNIST has them. */
export function whiteOnBlack({ train, test }: DataSplits): { splits: DataSplits; inverted: boolean } {
  let sum = 0;
  for (const byte of train.images) sum += byte;
  const inverted = sum / train.images.length > 127.5;
  const turned = (set: Dataset) => ({ ...set, images: set.images.map((byte) => 255 - byte) });
  return { splits: inverted ? { train: turned(train), test: turned(test) } : { train, test }, inverted };
}

function report(
  { names, testGiven, sizeBefore }: Read,
  { train, test }: DataSplits,
  inverted: boolean,
  skipped: OwnReport["skipped"],
): OwnReport {
  if (train.count === 0 || test.count === 0) {
    throw new DataError(
      `${train.count} pictures to learn from and ${test.count} to be tested on found; some of both were expected. Give two pictures of a class at least.`,
    );
  }
  const [, H, W] = train.shape;
  const count = ({ labels }: Dataset, label: number) => labels.reduce((sum, one) => sum + Number(one === label), 0);
  const each = Math.max(1, Math.floor(SAMPLES / names.length));
  const samples = names.flatMap((_, label) => {
    const own = [...train.labels.keys()].filter((i) => train.labels[i] === label).slice(0, each);
    return own.map((i) => ({ picture: train.images.slice(i * H * W, (i + 1) * H * W), label }));
  });
  return {
    classes: names.map((name, label) => ({ name, train: count(train, label), test: count(test, label) })),
    size: [H, W],
    sizeBefore,
    testGiven,
    inverted,
    skipped: skipped.slice(0, SKIPPED_SHOWN),
    skippedCount: skipped.length,
    samples,
  };
}
