/**
 * A part of a recipe as the address says it, for people to read and to change:
 *
 *     conv2d:filters=6:kernel=5,relu,maxPool2d:size=2        layers
 *     residual:layers=(conv2d:filters=6:kernel=3x3,relu)     a list inside a layer
 *     adam:learningRate=0.01:beta1=0.7                       an optimiser
 *
 * What has no such form is written as JSON, so that whatever is written is read back as it was.
 */
import { SpecError } from "../../core/errors.ts";

const WORD = /^[A-Za-z_][\w-]*$/;
const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/;
const SIZES = /^\d+(x\d+)+$/;
/** Lists inside lists, at most. */
const DEPTH = 8;

type Item = Readonly<Record<string, unknown>> & { readonly type: string };

const isWord = (text: unknown): text is string => typeof text === "string" && WORD.test(text);
const literals = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function isItem(value: unknown): value is Item {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return isWord((value as Item).type) && Object.keys(value).every(isWord);
}

export function writeItem(value: unknown): string {
  if (!isItem(value)) return JSON.stringify(value);
  const { type, ...fields } = value;
  return [type, ...Object.entries(fields).map(([name, field]) => `${name}=${writeValue(field)}`)].join(":");
}

export function writeList(items: readonly unknown[]): string {
  return items.map(writeItem).join(",");
}

export function writeValue(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value))
    return Object.is(value, -0) ? "-0" : `${value}`.replace("e+", "e");
  if (isWord(value) && !literals.has(value)) return value;
  if (Array.isArray(value)) {
    const isSize = (side: unknown) => Number.isSafeInteger(side) && (side as number) >= 0 && !Object.is(side, -0);
    if (value.length > 1 && value.every(isSize)) return value.join("x");
    if (value.length > 0 && value.every(isItem)) return `(${writeList(value)})`;
  }
  return JSON.stringify(value);
}

/** @throws SpecError where the text does not say a kind and its fields */
export function readItem(text: string): unknown {
  return new Reader(text).whole((reader) => reader.item());
}

/** @throws SpecError where the text is no list of such */
export function readList(text: string): unknown[] {
  return new Reader(text).whole((reader) => reader.list());
}

/** @throws SpecError where the text is no value */
export function readValue(text: string): unknown {
  return new Reader(text).whole((reader) => reader.value());
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole<T>(read: (reader: Reader) => T): T {
    const value = read(this);
    if (this.#at < this.#text.length) this.#refuse("the end, or a comma");
    return value;
  }

  list(): unknown[] {
    const items = [this.item()];
    while (this.#takes(",")) items.push(this.item());
    return items;
  }

  item(): unknown {
    if (this.#text[this.#at] === "{") return this.#json();
    const fields: [string, unknown][] = [["type", this.#word("a name such as conv2d")]];
    while (this.#takes(":")) {
      const name = this.#word("the name of a field");
      if (fields.some(([known]) => known === name)) this.#refuse(`${name} once`);
      if (!this.#takes("=")) this.#refuse(`= and a value of ${name}`);
      fields.push([name, this.value()]);
    }
    return Object.fromEntries(fields);
  }

  value(): unknown {
    if (this.#takes("(")) {
      if (++this.#depth > DEPTH) this.#refuse(`at most ${DEPTH} lists one inside the other`);
      const items = this.list();
      if (!this.#takes(")")) this.#refuse(")");
      this.#depth--;
      return items;
    }
    if (/[{["]/.test(this.#text[this.#at] ?? "")) return this.#json();
    const [token] = /^[^:,()]*/.exec(this.#text.slice(this.#at))!;
    const value = this.#meaning(token);
    this.#at += token.length;
    return value;
  }

  #meaning(token: string): unknown {
    if (literals.has(token)) return literals.get(token);
    if (NUMBER.test(token) && Number.isFinite(Number(token))) return Number(token);
    if (SIZES.test(token)) return token.split("x").map(Number);
    return WORD.test(token) ? token : this.#refuse("a number, a word or a size such as 3x3");
  }

  /** JSON from here to where its brackets close. */
  #json(): unknown {
    const end = jsonEnd(this.#text, this.#at);
    try {
      const value = JSON.parse(this.#text.slice(this.#at, end));
      this.#at = end;
      return value;
    } catch {
      return this.#refuse("JSON");
    }
  }

  #word(expected: string): string {
    const [word] = /^[A-Za-z_][\w-]*/.exec(this.#text.slice(this.#at)) ?? [];
    if (word === undefined) return this.#refuse(expected);
    this.#at += word.length;
    return word;
  }

  #takes(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #refuse(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 30);
    const found = rest === "" ? "it ends" : `“${rest}” is found`;
    throw new SpecError(
      `${found} after “${this.#text.slice(Math.max(0, this.#at - 30), this.#at)}”; ${expected} was expected.`,
    );
  }
}

/** Where the JSON that begins there ends: where all its brackets are closed. */
function jsonEnd(text: string, from: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (isQuoted && sign === "\\") at++;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") depth--;
    if (depth === 0 && !isQuoted) return at + 1;
  }
  return text.length;
}
