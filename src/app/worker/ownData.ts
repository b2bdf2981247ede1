/** In the worker: a person's own pictures, from IDX files or folders, as data to learn from. Nothing leaves the browser. */
import { DataError } from "../../core/errors.ts";
import type { DataSplits, Dataset } from "../../data/dataset.ts";
import { dataSha256 } from "../../train/checkpoint.ts";
import type { OwnReport, OwnRequest } from "../own/protocol.ts";
import type { Message } from "../protocol.ts";
import { keepOwn } from "./data.ts";
import { readFolders } from "./ownFolders.ts";
import { readIdxFiles } from "./ownIdx.ts";
import { PICTURE, type Read, type ReadOptions } from "./ownRead.ts";

type Wanted = Extract<OwnRequest, { type: "readData" }>;

/** Said of so many files, the rest is counted. */
const SKIPPED_SHOWN = 5;
const SAMPLES = 20;
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
    const skip: ReadOptions["skip"] = (name, why) => skipped.push({ name, why });
    const options = { input, skip, progress };
    const read =
      pictures.length > 0 ? await readFolders(wanted, classes, options) : await readIdxFiles(wanted, options);
    if (read.names.length > classes) {
      throw new DataError(
        `${read.names.length} classes found; at most ${classes} were expected. Leave some out, or give the network more outputs first.`,
      );
    }
    const { splits, inverted } = whiteOnBlack(read.splits);
    signal.throwIfAborted();
    const sha256 = await dataSha256(splits).catch(() => undefined);
    signal.throwIfAborted();
    const found = { ...report(read, splits, inverted, skipped), sha256 };
    keepOwn(splits);
    send({ type: "ownData", is: "read", report: found });
  } catch (error) {
    // A newer reading answers.
    if (reading.signal !== signal) return;
    if (signal.aborted) return send({ type: "ownData", is: "cancelled" });
    const why = skipped[0] === undefined ? "" : ` ${skipped[0].name}: ${skipped[0].why}.`;
    send({ type: "ownData", is: "failed", message: `${error instanceof Error ? error.message : error}${why}` });
  }
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
