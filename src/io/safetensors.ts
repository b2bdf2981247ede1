/**
 * safetensors (https://github.com/huggingface/safetensors, "Format"): the length of the header as a little-endian u64,
 * the header, then the tensors' bytes, little-endian and row-major. The header is a JSON object
 *
 *     {"__metadata__": {"name": "text", …}, "conv1.bias": {"dtype": "F32", "shape": [6], "data_offsets": [0, 24]}, …}
 *
 * whose offsets count from the header's end and cover everything behind it once. We write f32 and f64, and read f32, or those types that
 * are asked for.
 */
import { FormatError } from "../core/errors.ts";
import { type FloatType, floatTypeOf, floatTypes, type ValuesOf } from "./floatTypes.ts";
import { type Json, parseJson } from "./json.ts";

/** A named array as it stands in a file. */
export interface NamedTensor<Values = Float32Array> {
  readonly name: string;
  readonly shape: readonly number[];
  /** As many values as the shape's product, row-major. */
  readonly data: Values;
}

/** A file's tensors in the order of their bytes, and its notes. */
export interface SafetensorsFile<Values = Float32Array> {
  readonly tensors: readonly NamedTensor<Values>[];
  /** Without a prototype: any name is just a name. Empty where the file has no notes. */
  readonly metadata: Readonly<Record<string, string>>;
}

const WRITER = "Is the file's writer broken?";
const MAX_HEADER = 100_000_000;
const LENGTH_BYTES = 8;
const METADATA = "__metadata__";
const FIELDS = ["dtype", "shape", "data_offsets"];
/** Object, tensor, list, number. */
const HEADER_DEPTH = 4;
const KNOWN_TYPES =
  "BOOL U8 I8 F4 F6_E2M3 F6_E3M2 F8_E4M3 F8_E5M2 F8_E8M0 I16 U16 F16 BF16 I32 U32 F32 F64 I64 U64 C64".split(" ");

function fail(subject: string, found: string, expected: string, todo: string): never {
  // A hostile file can name a tensor with a hundred megabytes.
  throw new FormatError(`${subject.slice(0, 200)}: ${found.slice(0, 200)}; ${expected} expected. ${todo}`);
}

/** Number of elements, or NaN where a size is no size or the product is beyond what a double counts exactly. */
function elementCount(shape: readonly unknown[]): number {
  let product = 1;
  for (const size of shape) {
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return Number.NaN;
    product *= size;
    if (!Number.isSafeInteger(product)) return Number.NaN;
  }
  return product;
}

/**
 * The bytes of a safetensors file: tensors in the order given, header padded with spaces to a multiple of eight bytes.
 * The same input gives the same bytes.
 *
 * @throws FormatError for a name that is used twice, reserved or no Unicode text, or data that does not fill its shape
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor<Float32Array | Float64Array>[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const todo = "Correct what is to be saved.";
  // Put together by hand, since an object would move names like "0" to the front.
  const members: string[] = [];
  if (Object.keys(metadata).length > 0) members.push(`"${METADATA}":${JSON.stringify(metadata)}`);
  const names = new Set([METADATA]);
  let end = 0;
  for (const { name, shape, data } of tensors) {
    const subject = `tensor ${name}`;
    if (names.has(name)) fail(subject, "its name is taken", "a name of its own was", todo);
    if (!name.isWellFormed()) fail(subject, "its name has half a surrogate pair", "Unicode text was", todo);
    names.add(name);
    if (elementCount(shape) !== data.length) {
      fail(subject, `${data.length} values found`, `shape ${JSON.stringify(shape)} was`, todo);
    }
    const begin = end;
    const type = floatTypeOf(data);
    end += data.length * floatTypes[type].size;
    members.push(
      `${JSON.stringify(name)}:{"dtype":"${type}","shape":${JSON.stringify(shape)},"data_offsets":[${begin},${end}]}`,
    );
  }
  const json = new TextEncoder().encode(`{${members.join(",")}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  if (headerLength > MAX_HEADER) fail("header", `${headerLength} bytes found`, `at most ${MAX_HEADER} were`, todo);

  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerLength, true);
  bytes.fill(0x20, LENGTH_BYTES + json.length, LENGTH_BYTES + headerLength);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of tensors) {
    floatTypes[floatTypeOf(data)].put(view, at, data as never);
    at += data.byteLength;
  }
  return bytes;
}

function readHeader(bytes: Uint8Array): { header: ReadonlyMap<string, Json>; dataStart: number } {
  const todo = "Is this a safetensors file, and whole?";
  if (bytes.length < LENGTH_BYTES)
    fail("file", `${bytes.length} bytes found`, "a header's length in 8 bytes was", todo);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER) fail("header", `${length} bytes announced`, `at most ${MAX_HEADER} were`, todo);
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > bytes.length) {
    fail("header", `${bytes.length - LENGTH_BYTES} bytes found`, `the ${length} announced were`, todo);
  }
  let header: Json;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(LENGTH_BYTES, dataStart),
    );
    if (!text.startsWith("{")) throw new SyntaxError("no { at character 0");
    header = parseJson(text, HEADER_DEPTH);
  } catch (error) {
    return fail("header", error instanceof Error ? error.message : String(error), "JSON in UTF-8 was", todo);
  }
  return { header: header as ReadonlyMap<string, Json>, dataStart };
}

function readMetadata(entry: Json): Record<string, string> {
  if (!(entry instanceof Map)) return fail(METADATA, "no object found", "an object was", WRITER);
  const metadata: Record<string, string> = Object.create(null);
  for (const [name, text] of entry) {
    if (typeof text !== "string") fail(`${METADATA} ${name}`, `${typeof text} found`, "text was", WRITER);
    metadata[name] = text;
  }
  return metadata;
}

interface Placed {
  readonly name: string;
  /** Undefined: it is left out. */
  readonly type: FloatType | undefined;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** First and last byte of an entry's values. */
function offsetsOf(
  subject: string,
  entry: ReadonlyMap<string, Json>,
  dataLength: number,
): { begin: number; end: number } {
  const offsets = entry.get("data_offsets");
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((x) => Number.isSafeInteger(x) && x >= 0)) {
    return fail(subject, "bad data_offsets found", "[begin, end] in whole bytes was", WRITER);
  }
  const [begin, end] = offsets;
  if (begin > end || end > dataLength) {
    fail(subject, `data_offsets [${begin}, ${end}] found`, `begin ≤ end ≤ ${dataLength} was`, "Is the file whole?");
  }
  return { begin, end };
}

/** An entry whose values nobody wants. */
function leftOut(name: string, entry: Json, dataLength: number): Placed {
  const subject = `tensor ${name}`;
  if (!(entry instanceof Map)) return fail(subject, "no object found", `an object of ${FIELDS.join(", ")} was`, WRITER);
  return { name, type: undefined, shape: [], ...offsetsOf(subject, entry, dataLength) };
}

function readEntry(name: string, entry: Json, dataLength: number, types: readonly FloatType[]): Placed {
  const subject = `tensor ${name}`;
  if (!(entry instanceof Map)) return fail(subject, "no object found", `an object of ${FIELDS.join(", ")} was`, WRITER);
  const dtype = entry.get("dtype");
  const type = types.find((one) => one === dtype);
  if (type === undefined) {
    const expected = types.join(" or ");
    if (typeof dtype === "string" && KNOWN_TYPES.includes(dtype)) {
      const { words } = floatTypes[types[0]];
      fail(subject, `dtype ${dtype} found`, `${expected} was`, `Convert it to ${words} floats where it was saved.`);
    }
    return fail(subject, `unknown dtype ${JSON.stringify(dtype)} found`, `${expected} was`, WRITER);
  }
  const { size } = floatTypes[type];
  const unknown = [...entry.keys()].find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) fail(subject, `unknown field ${unknown} found`, `${FIELDS.join(", ")} were`, WRITER);

  const shape = entry.get("shape");
  const count = Array.isArray(shape) ? elementCount(shape) : Number.NaN;
  if (Number.isNaN(count)) fail(subject, "bad shape found", "a list of sizes of a countable product was", WRITER);
  const { begin, end } = offsetsOf(subject, entry, dataLength);
  if (end - begin !== count * size) {
    fail(subject, `${end - begin} bytes found`, `${count} values of ${size} bytes, as its shape says, were`, WRITER);
  }
  return { name, type, shape: shape as number[], begin, end };
}

/**
 * What a safetensors file holds. Nothing is allocated that the file does not fill.
 *
 * @param types that its tensors may have; default: f32 alone
 * @param leaveOut tensors by name that may be of any type and are not read
 * @throws FormatError for every way in which `bytes` are not a whole, valid file of tensors of these types: a header too long, cut
 *   short or not JSON, a name given twice, another dtype, a size that is not that of the shape, tensors that overlap, or bytes
 *   that belong to none
 */
export function decodeSafetensors<T extends FloatType = "F32">(
  bytes: Uint8Array,
  { types = ["F32" as T], leaveOut = () => false }: { types?: readonly T[]; leaveOut?: (name: string) => boolean } = {},
): SafetensorsFile<ValuesOf<T>> {
  const { header, dataStart } = readHeader(bytes);
  const dataLength = bytes.length - dataStart;
  let metadata: Record<string, string> = Object.create(null);
  const placed: Placed[] = [];
  for (const [name, entry] of header) {
    if (name === METADATA) metadata = readMetadata(entry);
    else placed.push((leaveOut(name) ? leftOut : readEntry)(name, entry, dataLength, types));
  }
  // Stable: empty tensors keep the header's order.
  placed.sort((a, b) => a.begin - b.begin || a.end - b.end);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let covered = 0;
  const tensors = placed.flatMap(({ name, type, shape, begin, end }) => {
    if (begin !== covered) {
      fail(
        `tensor ${name}`,
        `its bytes begin at ${begin}`,
        `${covered}, where the last ones end, was`,
        "Save it again.",
      );
    }
    covered = end;
    if (type === undefined) return [];
    const { size, take } = floatTypes[type];
    return [{ name, shape, data: take(view, dataStart + begin, (end - begin) / size) as ValuesOf<T> }];
  });
  if (covered !== dataLength) {
    fail(
      "file",
      `${dataLength - covered} bytes belong to no tensor`,
      "an end with the last tensor was",
      "Is it whole?",
    );
  }
  return { tensors, metadata };
}
