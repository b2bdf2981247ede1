/** IDX files that somebody chose: which belong together is told by their headers, names and counts. */
import { DataError } from "../../core/errors.ts";
import type { Dataset } from "../../data/dataset.ts";
import { gunzip, isGzip } from "../../data/gunzip.ts";
import { datasetFromIdx, type NamedBytes } from "../../data/idx.ts";
import { splitsOf } from "../../data/split.ts";
import type { InputShape } from "../../model/recipe.ts";
import type { OwnFile } from "../own/protocol.ts";
import { resized } from "./ownPictures.ts";
import type { Read, ReadOptions } from "./ownRead.ts";

const TEST = /t10k|test|val/i;

/** One pair of files, or two of which one is for testing. */
export async function readIdxFiles(files: readonly OwnFile[], { input, skip, progress }: ReadOptions): Promise<Read> {
  const images: NamedBytes[] = [];
  const labels: NamedBytes[] = [];
  for (const [i, { path, file }] of files.entries()) {
    progress(i, files.length);
    const one = { name: path, bytes: new Uint8Array(await file.arrayBuffer()) };
    const kind = await kindOf(one.bytes);
    if (kind === "images") images.push(one);
    else if (kind === "labels") labels.push(one);
    else skip(path, "neither a picture nor an IDX file");
  }
  const pairs = await Promise.all(paired(images, labels).map(([i, l]) => datasetFromIdx("own", i, l)));
  // The larger one is to learn from, unless the names say otherwise.
  pairs.sort((a, b) => Number(TEST.test(a.files!.images)) - Number(TEST.test(b.files!.images)) || b.count - a.count);
  const sized: Dataset[] = [];
  for (const pair of pairs) sized.push(await fitted(pair, input, progress));
  const classes = Math.max(...sized.map((set) => set.classes));
  const [train, test] = sized.map((set) => ({ ...set, classes }));
  const [, h, w] = pairs[0].shape;
  return {
    splits: test === undefined ? splitsOf(train) : { train, test },
    names: Array.from({ length: classes }, (_, label) => `${label}`),
    testGiven: test !== undefined,
    sizeBefore: `${[h, w]}` === `${input.slice(1)}` ? undefined : [h, w],
  };
}

async function kindOf(bytes: Uint8Array): Promise<"images" | "labels" | undefined> {
  // What is broken further in is said when it is read whole.
  const head = isGzip(bytes) ? await gunzip(bytes, 4).catch(() => new Uint8Array(4)) : bytes.subarray(0, 4);
  if (head[0] !== 0 || head[1] !== 0 || head[2] !== 8) return undefined;
  return head[3] === 3 ? "images" : head[3] === 1 ? "labels" : undefined;
}

/** @throws DataError where there are none, or more than two of a kind, or one has no partner */
function paired(images: readonly NamedBytes[], labels: readonly NamedBytes[]): (readonly [NamedBytes, NamedBytes])[] {
  if (images.length === 0 || images.length > 2 || images.length !== labels.length) {
    const [i, l] = [images.length, labels.length];
    throw new DataError(
      `${i} IDX ${i === 1 ? "file" : "files"} of pictures and ${l} of labels found; one of each was expected, or two. ` +
        "Choose pictures and labels together.",
    );
  }
  if (images.length === 1) return [[images[0], labels[0]]];
  const isTest = ({ name }: NamedBytes) => TEST.test(name);
  const [tests, testLabels] = [images.filter(isTest), labels.filter(isTest)];
  if (tests.length !== 1 || testLabels.length !== 1) {
    throw new DataError(
      "Two IDX files of pictures found, and their names do not say which is for testing; one of each kind with “test” or “t10k” " +
        "in its name was expected. Rename them.",
    );
  }
  const other = (all: readonly NamedBytes[]) => all.find((one) => !isTest(one))!;
  return [
    [other(images), other(labels)],
    [tests[0], testLabels[0]],
  ];
}

/** The set with pictures of the network's size. */
async function fitted(set: Dataset, [, H, W]: InputShape, progress: ReadOptions["progress"]): Promise<Dataset> {
  const [, h, w] = set.shape;
  if (h === H && w === W) return set;
  const images = new Uint8Array(set.count * H * W);
  for (let i = 0; i < set.count; i++) {
    progress(i, set.count);
    images.set(await resized(set.images.subarray(i * h * w, (i + 1) * h * w), [h, w], H, W), i * H * W);
  }
  return { ...set, shape: [1, H, W], images };
}
