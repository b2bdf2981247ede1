/** A shader as the operators of the mutation test see it. */
import { partnersOf, type Token, tokensOf } from "./tokens.ts";

const keywords = /^(return|if|else|for|while|loop|let|var|const|switch|case|break|continue|continuing|discard)$/;

/** What a token is part of, of a loop's head. */
export type LoopPart = "start" | "condition" | "update";

export class Source {
  readonly code: string;
  readonly tokens: readonly Token[];
  readonly partners: ReadonlyMap<number, number>;
  /** Places of the tokens that may be changed: bodies of the functions that run, and constants that the host does not set. */
  readonly open: readonly number[];
  readonly #names: ReadonlySet<string>;
  readonly #loops = new Map<number, LoopPart>();

  /**
   * @param given constants whose value the host replaces, whatever stands in the file
   */
  constructor(code: string, given: ReadonlySet<string>) {
    this.code = code;
    this.tokens = tokensOf(code);
    this.partners = partnersOf(this.tokens);
    this.#names = new Set(this.tokens.filter(({ kind }) => kind === "word").map(({ text }) => text));
    this.open = this.#openTokens(given).filter((i) => !this.tokens[i].inType);
    for (const i of this.open) if (this.text(i) === "for") this.#readLoop(i);
  }

  text(i: number): string {
    return this.tokens[i]?.text ?? "";
  }

  isName(i: number): boolean {
    return this.tokens[i].kind === "word" && !keywords.test(this.text(i));
  }

  /** Whether the shader has a name at all; whether it is known where it is wanted is left to the compiler. */
  declares(name: string): boolean {
    return this.#names.has(name);
  }

  loopPart(i: number): LoopPart | undefined {
    return this.#loops.get(i);
  }

  /** Whether an expression ends with this token, so that a sign behind it stands between two. */
  endsOperand(i: number): boolean {
    const token = this.tokens[i];
    return token !== undefined && (token.kind === "sign" ? /^[)\]]$/.test(token.text) : !keywords.test(token.text));
  }

  /** The last token of the factor that begins here: signs, a name or number or parentheses, and what hangs on it. */
  factorEnd(from: number): number {
    let i = from;
    while (/^[-!~]$/.test(this.text(i))) i++;
    i = this.partners.get(i) ?? i;
    for (;;) {
      const next = this.text(i + 1);
      if (next === "(" || next === "[") i = this.partners.get(i + 1)!;
      else if (next === ".") i += 2;
      else return i;
    }
  }

  /** The first token of the factor that ends here. */
  factorStart(from: number): number {
    let i = from;
    for (;;) {
      const opening = this.partners.get(i);
      if (opening !== undefined) {
        if (!this.endsOperand(opening - 1)) return opening;
        i = opening - 1;
      } else if (this.text(i - 1) === ".") i -= 2;
      else return i;
    }
  }

  /** The last token of the product that begins here. */
  productEnd(from: number): number {
    let i = this.factorEnd(from);
    while (/^[*/%]$/.test(this.text(i + 1))) i = this.factorEnd(i + 2);
    return i;
  }

  /** The first token of the product that ends here. */
  productStart(from: number): number {
    let i = this.factorStart(from);
    while (/^[*/%]$/.test(this.text(i - 1)) && this.endsOperand(i - 2)) i = this.factorStart(i - 2);
    return i;
  }

  /** The last token before the first that ends the expression in which this one stands. */
  until(from: number, stop: RegExp): number {
    let i = from;
    while (i < this.tokens.length && !stop.test(this.text(i))) i = Math.max(i, this.partners.get(i) ?? i) + 1;
    return i - 1;
  }

  #openTokens(given: ReadonlySet<string>): number[] {
    const open: number[] = [];
    const range = (from: number, to: number) => {
      for (let i = from; i < to; i++) open.push(i);
    };
    const bodies = new Map<string, readonly [number, number]>();
    const entries: string[] = [];
    for (let i = 0; i < this.tokens.length; i++) {
      const text = this.text(i);
      if (text === "const") {
        const name = this.text(i + 1);
        const equals = this.tokens.findIndex((token, place) => place > i && token.text === "=");
        const end = this.tokens.findIndex((token, place) => place > i && token.text === ";");
        if (!given.has(name)) range(equals + 1, end);
        i = end;
      } else if (text === "compute")
        entries.push(this.text(this.tokens.findIndex((token, place) => place > i && token.text === "fn") + 1));
      else if (text === "fn") {
        const name = this.text(i + 1);
        while (this.text(i) !== "{") i = (this.text(i) === "(" ? this.partners.get(i)! : i) + 1;
        const end = this.partners.get(i)!;
        bodies.set(name, [i + 1, end]);
        i = end;
      } else i = this.partners.get(i) ?? i;
    }
    const called = this.#called(entries, bodies);
    for (const [name, [from, to]] of bodies) if (called.has(name)) range(from, to);
    return open;
  }

  /** The functions that run: the rest of a shared file is another kernel's business. */
  #called(entries: readonly string[], bodies: ReadonlyMap<string, readonly [number, number]>): ReadonlySet<string> {
    const called = new Set<string>();
    const follow = (name: string) => {
      const body = bodies.get(name);
      if (body === undefined || called.has(name)) return;
      called.add(name);
      for (let i = body[0]; i < body[1]; i++) follow(this.text(i));
    };
    for (const entry of entries) follow(entry);
    return called;
  }

  #readLoop(keyword: number): void {
    const end = this.partners.get(keyword + 1)!;
    const parts: LoopPart[] = ["start", "condition", "update"];
    let part = 0;
    for (let i = keyword + 2; i < end; i++) {
      if (this.text(i) === ";") part++;
      else this.#loops.set(i, parts[part]);
    }
  }
}
