/**
 * JSON read as safetensors needs it: objects become Maps, so that members keep their order, a name given twice is a
 * fault rather than the loss of the first, and no name (`__proto__`) means anything to the host. Otherwise RFC 8259.
 */
export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(deepest: number): Json {
    const value = this.#value(deepest);
    if (this.#peek() !== "") this.#fail("something after the end of the value");
    return value;
  }

  #fail(found: string): never {
    throw new SyntaxError(`${found} at character ${this.#at}`);
  }

  /** The next character that is not space, not yet taken; "" at the end. */
  #peek(): string {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
    return this.#text.charAt(this.#at);
  }

  #take(expected: string): void {
    if (this.#peek() !== expected) this.#fail(`no ${expected}`);
    this.#at++;
  }

  #value(depth: number): Json {
    if (depth === 0) this.#fail("values nested too deeply");
    const first = this.#peek();
    if (first === "{") return this.#object(depth - 1);
    if (first === "[") return this.#array(depth - 1);
    if (first === '"') return this.#string();
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return Number(number);
    }
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#fail("no value");
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    this.#take("{");
    while (this.#peek() !== "}") {
      if (members.size > 0) this.#take(",");
      this.#peek();
      const name = this.#string();
      if (members.has(name)) this.#fail(`a second member ${JSON.stringify(name)}`);
      this.#take(":");
      members.set(name, this.#value(depth));
    }
    this.#at++;
    return members;
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.#take("[");
    while (this.#peek() !== "]") {
      if (items.length > 0) this.#take(",");
      items.push(this.#value(depth));
    }
    this.#at++;
    return items;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text.charAt(start) !== '"') this.#fail("no string");
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === "\\" ? 2 : 1;
    let value: string;
    try {
      // A string alone has no members to hide: here JSON.parse is strict enough.
      value = JSON.parse(this.#text.slice(start, end + 1));
    } catch {
      return this.#fail("a broken string");
    }
    if (!value.isWellFormed()) this.#fail("a string with half a surrogate pair");
    this.#at = end + 1;
    return value;
  }
}

/**
 * The value that `text` spells.
 *
 * @param deepest how many levels of values may stand within each other, a number alone being one
 * @throws SyntaxError saying what was found where
 */
export function parseJson(text: string, deepest: number): Json {
  return new Parser(text).whole(deepest);
}
