/** WGSL cut into tokens: as much of its grammar as it takes to change one thing at a time. */

export interface Token {
  readonly kind: "word" | "number" | "sign";
  readonly text: string;
  /** Place of its first character, and of the one after its last. */
  readonly start: number;
  readonly end: number;
  /** Whether it belongs to a type's parameters, where `<` does not compare. */
  readonly inType: boolean;
}

const blank = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const word = /[A-Za-z_]\w*/y;
const number = /0[xX][\da-fA-F]+[iu]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[iufh]?/y;
const sign = /<<=|>>=|->|&&|\|\||==|!=|<=|>=|<<|>>|\+\+|--|[-+*/%&|^]=|[-+*/%&|^~!<>=(){}[\].,;:@]/y;

/** Words behind which `<` begins the parameters of a type. */
const templated = /^(array|vec[234]|mat[234]x[234]|ptr|atomic|bitcast|var)$/;

/** @throws Error where the text is no WGSL */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = 0; at < code.length; ) {
    const match = (pattern: RegExp) => {
      pattern.lastIndex = at;
      return pattern.exec(code)?.[0];
    };
    const space = match(blank);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const found = match(word) ?? match(number) ?? match(sign);
    if (found === undefined) throw new Error(`line ${code.slice(0, at).split("\n").length}: ${code[at]} is no WGSL`);
    const kind = /^\w/.test(found) || /^\.\d/.test(found) ? (/^[A-Za-z_]/.test(found) ? "word" : "number") : "sign";
    const opens = found.startsWith("<") && (depth > 0 || templated.test(tokens.at(-1)?.text ?? ""));
    // Of >> that closes two types only the first.
    const text = (opens || depth > 0) && kind === "sign" ? found[0] : found;
    const inType = opens || depth > 0;
    if (inType && text === "<") depth++;
    if (inType && text === ">") depth--;
    tokens.push({ kind, text, start: at, end: at + text.length, inType });
    at += text.length;
  }
  return tokens;
}

/** For each bracket the place of its partner. */
export function partnersOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (const [i, { text }] of tokens.entries()) {
    if ("([{".includes(text)) open.push(i);
    else if (")]}".includes(text)) {
      const partner = open.pop()!;
      partners.set(partner, i).set(i, partner);
    }
  }
  return partners;
}
