/** The mistakes of the mutation test: each operator says what it would change at a token. */
import type { Source } from "./source.ts";

/** A text that stands where tokens stood. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

type Operator = (source: Source, i: number) => readonly Change[];

const inPlace = ({ tokens }: Source, i: number, ...texts: readonly string[]): Change[] =>
  texts.map((after) => ({ start: tokens[i].start, end: tokens[i].end, after }));

/** Without the tokens from one to another, and the space before them. */
const without = ({ tokens }: Source, from: number, to: number): Change => ({
  start: tokens[from - 1].end,
  end: tokens[to].end,
  after: "",
});

const swapped = ({ code, tokens }: Source, a: readonly [number, number], b: readonly [number, number]): Change => {
  const text = (from: number, to: number) => code.slice(tokens[from].start, tokens[to].end);
  const between = code.slice(tokens[a[1]].end, tokens[b[0]].start);
  return { start: tokens[a[0]].start, end: tokens[b[1]].end, after: text(...b) + between + text(...a) };
};

/** Both of each pair, one for the other. */
const pairs = (...list: readonly (readonly [string, string])[]) =>
  new Map(list.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));

const signs = pairs(["+", "-"], ["+=", "-="], ["*", "/"], ["*=", "/="]);
const bounds = pairs(["<", "<="], [">", ">="]);
const conditions = pairs(["==", "!="], ["&&", "||"], ["&", "|"], ["<<", ">>"]);
const opposites = new Map([
  ["<", ">="],
  [">=", "<"],
  [">", "<="],
  ["<=", ">"],
]);
const functions = pairs(["min", "max"], ["floor", "ceil"], ["exp", "exp2"], ["log", "log2"], ["sqrt", "inverseSqrt"]);
const components = new Map([
  ["x", "y"],
  ["y", "x"],
  ["z", "x"],
  ["w", "z"],
  ["xy", "yx"],
  ["xyz", "zyx"],
  ["yzw", "xyz"],
]);
const names = pairs(
  ["p", "q"],
  ["h", "w"],
  ["i", "j"],
  ["u", "v"],
  ["n", "m"],
  ["c", "m"],
  ["o", "f"],
  ["upper", "lower"],
  ["above", "below"],
);
const sizes = pairs(["P", "Q"], ["U", "V"], ["N", "M"], ["O", "F"], ["C", "K"]);

const isBinary = (source: Source, i: number) => source.endsOperand(i - 1);

/** + for −, · for /, a sign left out. A loop's step stays, or it might never end. */
const sign: Operator = (source, i) => {
  const text = source.text(i);
  if (source.loopPart(i) === "update") return [];
  if (/^[-*]$/.test(text) && !isBinary(source, i)) return text === "-" ? inPlace(source, i, "") : [];
  if (text === "%") return inPlace(source, i, "/");
  return signs.has(text) ? inPlace(source, i, signs.get(text)!) : [];
};

/** A bound that is one off: < for ≤, and the last round of a loop left out or one too many. */
const bound: Operator = (source, i) => {
  const text = source.text(i);
  if (!bounds.has(text)) return [];
  const changes = inPlace(source, i, bounds.get(text)!);
  if (source.loopPart(i) !== "condition") return changes;
  const { end } = source.tokens[source.until(i + 1, /^[;&|)]+$/)];
  return [...changes, { start: end, end, after: " - 1" }];
};

/** A condition turned round. Not that of a loop, which might never end. */
const condition: Operator = (source, i) => {
  const text = source.text(i);
  if (conditions.has(text)) return isBinary(source, i) ? inPlace(source, i, conditions.get(text)!) : [];
  if (opposites.has(text) && source.loopPart(i) === undefined) return inPlace(source, i, opposites.get(text)!);
  if (text === "!") return inPlace(source, i, "");
  if (text !== "if") return [];
  const [from, to] = [source.tokens[i + 1].end, source.tokens[source.partners.get(i + 1)!].start];
  return ["true", "false"].map((after) => ({ start: from, end: to, after }));
};

/** One part of a sum, product or condition left out. */
const part: Operator = (source, i) => {
  const text = source.text(i);
  if (!/^([-+*/%]|&&?|\|\|?)$/.test(text) || !isBinary(source, i) || source.loopPart(i) === "update") return [];
  const { tokens } = source;
  if (/^[*/%]$/.test(text)) {
    const left = { start: tokens[source.factorStart(i - 1)].start, end: tokens[i + 1].start, after: "" };
    return [without(source, i, source.factorEnd(i + 1)), ...(text === "*" ? [left] : [])];
  }
  if (/^[-+]$/.test(text)) {
    const left = { start: tokens[source.productStart(i - 1)].start, end: tokens[i + 1].start, after: "" };
    return [without(source, i, source.productEnd(i + 1)), ...(text === "+" ? [left] : [])];
  }
  return [without(source, i, source.until(i + 1, /^([)\],;{]|&&?|\|\|?)$/))];
};

/** An index that is one off. */
const index: Operator = (source, i) => {
  if (source.text(i) !== "[" || !isBinary(source, i)) return [];
  const close = source.partners.get(i)!;
  const inner = source.code.slice(source.tokens[i].end, source.tokens[close].start);
  if (/^\d/.test(inner)) return [];
  return ["+", "-"].map((step) => ({
    start: source.tokens[i].end,
    end: source.tokens[close].start,
    after: /^\w+$/.test(inner) ? `${inner} ${step} 1` : `(${inner}) ${step} 1`,
  }));
};

/** A literal that is one off. */
const literal: Operator = (source, i) => {
  const [{ kind, text }, part] = [source.tokens[i], source.loopPart(i)];
  if (kind !== "number") return [];
  const value = Number.parseFloat(text);
  if (/[.eEf]/.test(text) && !text.startsWith("0x")) {
    return inPlace(source, i, value === 0 ? "1.0" : value === 1 ? "2.0" : value === 2 ? "1.0" : `(2.0 * ${text})`);
  }
  if (text.startsWith("0x")) return inPlace(source, i, `(${text} ^ 1)`);
  const suffix = /[iu]$/.exec(text)?.[0] ?? "";
  const down = value > 0 && !(part === "update" && value === 1);
  return inPlace(source, i, `${value + 1}${suffix}`, ...(down ? [`${value - 1}${suffix}`] : []));
};

/** A name that is not the right one: a size for another, a neighbour for the other, one of a row for the next. */
const name: Operator = (source, i) => {
  const [{ kind, text }, part] = [source.tokens[i], source.loopPart(i)];
  if (
    kind !== "word" ||
    source.text(i - 1) === "." ||
    source.text(i + 1) === "(" ||
    /^(let|var|const)$/.test(source.text(i - 1))
  )
    return [];
  // A loop that counts one name and asks for another might never end.
  const isCounter = part === "update" || (part === "condition" && /^<=?$/.test(source.text(i + 1)));
  if (isCounter) return [];
  const others = [names.get(text), sizes.get(text)];
  if (/^[A-Z]+$/.test(text)) others.push(text.replace(/[HW]$/, (side) => (side === "H" ? "W" : "H")));
  const numbered = /^(.*?)(\d)$/.exec(text);
  if (numbered) others.push(`${numbered[1]}${Number(numbered[2]) + 1}`, `${numbered[1]}${Number(numbered[2]) - 1}`);
  return [...new Set(others)]
    .filter((other) => other !== undefined && other !== text && source.declares(other))
    .flatMap((other) => inPlace(source, i, other!));
};

/** Another component of a vector. */
const component: Operator = (source, i) =>
  source.text(i - 1) === "." && components.has(source.text(i))
    ? inPlace(source, i, components.get(source.text(i))!)
    : [];

/** Another function, or two arguments in the wrong order. */
const call: Operator = (source, i) => {
  if (source.tokens[i].kind !== "word" || source.text(i + 1) !== "(" || !source.isName(i)) return [];
  const other = functions.get(source.text(i));
  const changes = other === undefined ? [] : inPlace(source, i, other);
  const close = source.partners.get(i + 1)!;
  const starts = [i + 2];
  for (let at = i + 2; at < close; at = source.until(at, /^[,)]$/) + 2) if (at > i + 2) starts.push(at);
  if (/^(min|max|dot)$/.test(source.text(i))) return changes;
  const ends = [...starts.slice(1).map((start) => start - 2), close - 1];
  for (let k = 1; k < starts.length; k++)
    changes.push(swapped(source, [starts[k - 1], ends[k - 1]], [starts[k], ends[k]]));
  return changes;
};

/** A statement left out: an assignment, a call, a barrier. */
const statement: Operator = (source, i) => {
  if (!/^[;{}]$/.test(source.text(i - 1)) || source.loopPart(i) !== undefined) return [];
  if (source.tokens[i].kind !== "word" || !source.isName(i)) return [];
  return [{ start: source.tokens[i].start, end: source.tokens[source.until(i, /^;$/) + 1].end, after: "" }];
};

/** What is tried, by name. */
export const operators: Readonly<Record<string, Operator>> = {
  sign,
  bound,
  condition,
  part,
  index,
  literal,
  name,
  component,
  call,
  statement,
};
