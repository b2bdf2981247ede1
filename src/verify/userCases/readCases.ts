/** Reads cases that a user brings: everything that can be wrong with the file, and not with us, is found here. */

import { elements, formatShape, type Shape } from "../../core/shape.ts";
import { shortJson } from "../../core/shortJson.ts";
import { BadCase } from "./badCase.ts";

const KINDS = ["forward", "gradient", "optimizer"] as const;

export interface GivenArray {
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** One case of a file: what goes in, what should come out, and how near. */
export interface UserCase {
  readonly id: string;
  /** The operation or, joined by +, several of which each is done after the one before. */
  readonly op: string;
  readonly kind: (typeof KINDS)[number];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, GivenArray>>;
  readonly outputShape?: Shape;
  readonly outputGrad?: GivenArray;
  readonly expected: Readonly<Record<string, readonly number[]>>;
  /** A value passes where |actual − expected| ≤ absolute + relative·|expected|. */
  readonly tolerance: { readonly absolute: number; readonly relative: number };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => typeof item === "number");
const isShape = (value: unknown): value is number[] =>
  isNumbers(value) && value.every((size) => Number.isSafeInteger(size) && size > 0);

function fail(subject: string, name: string, value: unknown, expected: string): never {
  const found = value === undefined ? "missing" : (shortJson(value) ?? typeof value);
  throw new BadCase(`${subject}: ${name} is ${found}; ${expected} was expected. Correct the file.`);
}

function readArray(subject: string, name: string, value: unknown): GivenArray {
  if (!isFields(value)) return fail(subject, name, value, `an array such as {"shape":[2,3],"data":[…]}`);
  const { shape, data } = value;
  if (!isShape(shape)) return fail(subject, `${name}.shape`, shape, "a list of positive whole numbers");
  if (!isNumbers(data)) return fail(subject, `${name}.data`, data, "a flat list of numbers");
  if (data.length !== elements(shape)) {
    const found = `${data.length} numbers`;
    return fail(subject, `${name}.data`, found, `${elements(shape)} for its shape ${formatShape(shape)}`);
  }
  return { shape, data };
}

function readTolerance(subject: string, value: unknown): UserCase["tolerance"] {
  const form = `{"absolute":1e-6,"relative":1e-5}`;
  if (!isFields(value)) return fail(subject, "tolerance", value, `an object such as ${form}`);
  const { absolute = 0, relative = 0 } = value;
  const isAllowed = (number: unknown): number is number => typeof number === "number" && number >= 0;
  if (!isAllowed(absolute)) return fail(subject, "tolerance.absolute", absolute, "a number from 0 on");
  if (!isAllowed(relative)) return fail(subject, "tolerance.relative", relative, "a number from 0 on");
  return { absolute, relative };
}

function readExpected(subject: string, value: unknown): UserCase["expected"] {
  if (!isFields(value) || Object.keys(value).length === 0) {
    return fail(subject, "expected", value, `an object such as {"output":[…]}`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, data]) => {
      // A loss is one number: it may stand alone.
      const list = typeof data === "number" ? [data] : data;
      return [name, isNumbers(list) ? list : fail(subject, `expected.${name}`, data, "a flat list of numbers")];
    }),
  );
}

function readCase(source: string, index: number, value: unknown): UserCase {
  const place = `${source}: case ${index + 1}`;
  if (!isFields(value)) return fail(source, `case ${index + 1}`, value, "an object");
  const subject = typeof value.id === "string" ? `${place} (${value.id})` : place;
  // What else stands in a case, such as a note or where it comes from, is its maker's.
  const { id, op, kind, attributes = {}, inputs, outputShape, outputGrad } = value;
  if (typeof id !== "string" || id === "") return fail(subject, "id", id, "a name");
  if (typeof op !== "string" || op === "") return fail(subject, "op", op, "the name of an operation");
  if (!KINDS.includes(kind as UserCase["kind"])) return fail(subject, "kind", kind, `one of ${KINDS.join(", ")}`);
  if (!isFields(attributes)) return fail(subject, "attributes", attributes, "an object");
  if (!isFields(inputs)) return fail(subject, "inputs", inputs, `an object such as {"input":{"shape":…,"data":…}}`);
  if (outputShape !== undefined && !isNumbers(outputShape)) {
    return fail(subject, "outputShape", outputShape, "a list of sizes");
  }
  const read = {
    id,
    op,
    kind: kind as UserCase["kind"],
    attributes,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, array]) => [name, readArray(subject, `inputs.${name}`, array)]),
    ),
    ...(outputShape === undefined ? {} : { outputShape }),
    ...(outputGrad === undefined ? {} : { outputGrad: readArray(subject, "outputGrad", outputGrad) }),
    expected: readExpected(subject, value.expected),
    tolerance: readTolerance(subject, value.tolerance),
  };
  const { output } = read.expected;
  if (outputShape !== undefined && output !== undefined && output.length !== elements(outputShape)) {
    const words = `${elements(outputShape)} numbers for outputShape ${formatShape(outputShape)}`;
    return fail(subject, "expected.output", `${output.length} numbers`, words);
  }
  return read;
}

/**
 * The cases of a file.
 *
 * @param source what messages call it
 * @throws BadCase where it is no JSON, no list of cases, or a case lacks something or contradicts itself
 */
export function readCases(source: string, text: string): UserCase[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const found = `no JSON (${(cause as Error).message})`;
    throw new BadCase(`${source}: it is ${found}; a list of cases was expected. Correct the file.`, { cause });
  }
  if (!Array.isArray(value) || value.length === 0) return fail(source, "it", value, "a list of cases: [{…}, …]");
  const cases = value.map((item, index) => readCase(source, index, item));
  const twice = cases.find(({ id }, index) => cases.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) fail(source, "a second case", twice.id, "an id of its own for each case");
  return cases;
}
