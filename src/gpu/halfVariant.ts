/** A kernel whose arrays are kept as f16, made of the one that keeps them as f32. */

const halfTypes: Readonly<Record<string, string>> = { f32: "f16", vec4f: "vec4h" };

/** A function at module scope: from its name to the end of its body. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the bracket that opens at `open` is closed again. */
function closing(code: string, open: number, [left, right]: string): number {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if (code[i] === left) depth++;
    else if (code[i] === right && --depth === 0) return i;
  }
  throw new Error(`a ${left} is not closed`);
}

function functionsOf(code: string): Span[] {
  return [...code.matchAll(/^fn\s/gm)].map(({ index }) => ({
    start: index,
    end: closing(code, code.indexOf("{", index), "{}") + 1,
  }));
}

/** Rewrites a function's uses of one array. */
class Rewriter {
  readonly #shader: string;
  readonly #name: string;
  readonly #type: string;
  /** As it is multiplied when it is stored and when it is loaded; both are exact. */
  readonly #store: string;
  readonly #load: string;

  constructor(shader: string, name: string, type: string, factor: number) {
    this.#shader = shader;
    this.#name = name;
    this.#type = type;
    this.#store = factor === 1 ? "" : ` * ${factor}.0`;
    this.#load = factor === 1 ? "" : ` * ${1 / factor}f`;
  }

  #fail(problem: string): never {
    throw new Error(`${this.#shader}: ${this.#name} cannot be kept as f16: ${problem}`);
  }

  /** @param isWritten whether the shader may write the array: then what it reads would be what it rounded */
  rewrite(body: string, isWritten: boolean): string {
    const name = this.#name;
    const isHidden = new RegExp(`\\b(let|var|const)\\s+${name}\\b|[(,]\\s*${name}\\s*:`).test(body);
    const use = new RegExp(`(?<![\\w.])${name}\\b\\s*(\\[)?`, "g");
    let [result, done] = ["", 0];
    for (const match of body.matchAll(use)) {
      if (match.index < done || (isHidden && match[1] === undefined)) continue;
      if (isHidden) this.#fail("a function has a name of its own that is the same");
      if (match[1] === undefined) this.#fail("it is used as a whole");
      const open = match.index + match[0].length - 1;
      const close = closing(body, open, "[]") + 1;
      const place = `${name}[${this.rewrite(body.slice(open + 1, close - 1), isWritten)}]`;
      const after = body.slice(close);
      result += body.slice(done, match.index);
      if (/^\s*=(?!=)/.test(after)) {
        const equals = body.indexOf("=", close) + 1;
        const end = body.indexOf(";", equals);
        const value = this.rewrite(body.slice(equals, end).trim(), isWritten);
        result += `${place} = ${halfTypes[this.#type]}(${this.#store === "" ? value : `(${value})${this.#store}`})`;
        done = end;
      } else if (/^\s*(\.\w+\s*)?([-+*/%&|^]|<<|>>)?=(?!=)|^\s*(\+\+|--)/.test(after)) {
        this.#fail("it is written in part, or added to");
      } else if (isWritten) {
        this.#fail("it is read where it is written");
      } else {
        const loaded = `${this.#type}(${place})`;
        result += this.#load === "" ? loaded : `(${loaded}${this.#load})`;
        done = close;
      }
    }
    return result + body.slice(done);
  }
}

/**
 * The shader's code with some of its arrays kept as f16: each element is rounded when it is stored and widened when it is loaded. All
 * arithmetic stays as it is, and so do the numbers of the lines.
 *
 * @param halves the bindings, and the power of two that an element is multiplied by where it lies
 * @throws Error where an array is used in another way than element by element, or read where it is written
 */
export function withHalves(shader: string, code: string, halves: Readonly<Record<string, number>>): string {
  let text = code.replace(/\/\/.*$/gm, "");
  for (const [name, factor] of Object.entries(halves)) {
    const declaration = new RegExp(`(\\bvar<storage,\\s*(read|read_write)>\\s*${name}\\s*:\\s*array<)(f32|vec4f)\\b`);
    const [, , access, type] = declaration.exec(text) ?? [];
    if (type === undefined) throw new Error(`${shader}: ${name} cannot be kept as f16: it is no array of f32 or vec4f`);
    text = text.replace(declaration, `$1${halfTypes[type]}`);
    const rewriter = new Rewriter(shader, name, type, factor);
    for (const { start, end } of functionsOf(text).toReversed()) {
      text = text.slice(0, start) + rewriter.rewrite(text.slice(start, end), access === "read_write") + text.slice(end);
    }
  }
  return Object.keys(halves).length === 0 ? code : `enable f16; ${text}`;
}
