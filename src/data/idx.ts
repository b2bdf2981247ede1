/**
 * IDX, the format of the MNIST files (LeCun, Cortes and Burges, "The MNIST database", FILE FORMATS): two zero bytes,
 * the type of an element (0x08: unsigned byte), the number of dimensions, each dimension as a big-endian u32, then the
 * elements, row-major.
 */
import { DataError } from "../core/errors.ts";
import type { DataSplits, Dataset } from "./dataset.ts";
import { gunzip, isGzip } from "./gunzip.ts";

/** A file's bytes, gzipped or not, and what to call it in messages. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The four files of a data set. */
export interface IdxFiles {
  readonly trainImages: NamedBytes;
  readonly trainLabels: NamedBytes;
  readonly testImages: NamedBytes;
  readonly testLabels: NamedBytes;
}

/** Pictures of one size: count·height·width bytes, row-major. */
export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/** More than the largest such set in use needs (EMNIST, 639 MB): a false header cannot ask for all memory. */
const MAX_ELEMENTS = 2 ** 30;

const IMAGES = { dimensions: 3, kind: "images", other: "a labels file" } as const;
const LABELS = { dimensions: 1, kind: "labels", other: "an images file" } as const;

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

function readHeader(name: string, head: Uint8Array, form: typeof IMAGES | typeof LABELS): number[] {
  const headerBytes = 4 + 4 * form.dimensions;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const expected = 0x0800 + form.dimensions;
  if (head.length >= 4 && view.getUint32(0) !== expected) {
    const isOther = view.getUint32(0) === 0x0800 + (form === IMAGES ? LABELS : IMAGES).dimensions;
    throw new DataError(
      `${name}: magic number ${hex(view.getUint32(0))} found where ${hex(expected)} (unsigned bytes, ` +
        `${form.dimensions} dimension${form.dimensions > 1 ? "s" : ""}) was expected. ` +
        (isOther ? `Is this ${form.other}?` : `Give an IDX file of ${form.kind}.`),
    );
  }
  if (head.length < headerBytes) {
    throw new DataError(
      `${name}: ${head.length} bytes found; an IDX header of ${headerBytes} was expected. Fetch the file again.`,
    );
  }
  return Array.from({ length: form.dimensions }, (_, i) => view.getUint32(4 + 4 * i));
}

/** The dimensions of an IDX file of unsigned bytes, and its elements: a view of `bytes` where those are not gzipped. */
async function readIdx(
  name: string,
  bytes: Uint8Array,
  form: typeof IMAGES | typeof LABELS,
): Promise<{ dimensions: number[]; elements: Uint8Array }> {
  const gzipped = isGzip(bytes);
  async function contents(limit: number): Promise<Uint8Array> {
    if (!gzipped) return bytes.subarray(0, limit);
    try {
      return await gunzip(bytes, limit);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DataError(
        `${name}: broken gzip data (${reason}); a whole gzip file was expected. Fetch the file again.`,
        { cause },
      );
    }
  }

  const headerBytes = 4 + 4 * form.dimensions;
  const dimensions = readHeader(name, await contents(headerBytes), form);
  const announced = dimensions.reduce((product, size) => product * size, 1);
  const sizes = dimensions.join("×");
  if (announced === 0) {
    throw new DataError(
      `${name}: ${sizes} ${form.kind} announced; at least one was expected. Give a file that holds some.`,
    );
  }
  if (announced > MAX_ELEMENTS) {
    throw new DataError(
      `${name}: ${sizes} bytes announced; at most ${MAX_ELEMENTS} are read. Split the file or check its header.`,
    );
  }
  // One byte more than is due tells a file that goes on from one that ends; a gzip file that goes on is not followed.
  const whole = await contents(headerBytes + announced + 1);
  const found = whole.length - headerBytes;
  if (found !== announced) {
    const count = found < announced ? `${found}` : gzipped ? `more than ${announced}` : `${bytes.length - headerBytes}`;
    throw new DataError(
      `${name}: ${count} bytes found after the header; ${sizes} = ${announced} were expected. Fetch the file again.`,
    );
  }
  return { dimensions, elements: whole.subarray(headerBytes) };
}

/**
 * The pictures of an IDX file of three dimensions.
 *
 * @param name what messages call the file
 * @param bytes its bytes, gzipped or not; where not, the pixels are a view of them
 * @throws DataError for a wrong magic number, a file too short or too long, no pictures, or broken gzip data
 */
export async function parseIdxImages(name: string, bytes: Uint8Array): Promise<IdxImages> {
  const { dimensions, elements } = await readIdx(name, bytes, IMAGES);
  const [count, height, width] = dimensions;
  return { count, height, width, pixels: elements };
}

/**
 * The labels of an IDX file of one dimension, one byte each. Parameters and errors are those of {@link parseIdxImages}.
 */
export async function parseIdxLabels(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  return (await readIdx(name, bytes, LABELS)).elements;
}

function largest(labels: Uint8Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0);
}

/**
 * The data set of one file of pictures and one of labels: shape [1, H, W], as many classes as the greatest label says. Whether a
 * network has an output for each is for {@link checkFits} to say.
 *
 * @throws DataError for a fault of either file, or counts that differ
 */
export async function datasetFromIdx(name: string, imageFile: NamedBytes, labelFile: NamedBytes): Promise<Dataset> {
  const images = await parseIdxImages(imageFile.name, imageFile.bytes);
  const labels = await parseIdxLabels(labelFile.name, labelFile.bytes);
  if (images.count !== labels.length) {
    throw new DataError(
      `${labelFile.name}: ${labels.length} labels found; ${images.count} were expected, one for each picture of ` +
        `${imageFile.name}. Give two files of the same set.`,
    );
  }
  return {
    name,
    shape: [1, images.height, images.width],
    count: images.count,
    classes: largest(labels) + 1,
    images: images.pixels,
    labels,
    files: { images: imageFile.name, labels: labelFile.name },
  };
}

/**
 * Both halves of a data set, with as many classes as the greater of their labels needs.
 *
 * @throws DataError for a fault of any file, or pictures of two sizes
 */
export async function splitsFromIdx(name: string, files: IdxFiles): Promise<DataSplits> {
  const train = await datasetFromIdx(name, files.trainImages, files.trainLabels);
  const test = await datasetFromIdx(name, files.testImages, files.testLabels);
  if (train.shape.join() !== test.shape.join()) {
    throw new DataError(
      `${files.testImages.name}: pictures of ${test.shape.join("×")} found; ${train.shape.join("×")} were expected, ` +
        `as in ${files.trainImages.name}. Give files of the same set.`,
    );
  }
  const classes = Math.max(train.classes, test.classes);
  return { train: { ...train, classes }, test: { ...test, classes } };
}
