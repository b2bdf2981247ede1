import { SpecError } from "./errors.ts";

/**
 * Reads one value by its name: a field of a plain JSON object, an attribute of an operation. Or says what was wrong with it; `subject`
 * begins the message.
 */
export type Field<T> = (subject: string, name: string, value: unknown) => T;

function wordsFor(value: unknown): string {
  if (value === undefined) return "missing";
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}

/** @throws SpecError that names the subject, the value, what was expected and the way out */
export function refuse(subject: string, name: string, value: unknown, expected: string, remedy: string): never {
  throw new SpecError(`${subject}: ${name} is ${wordsFor(value)}; ${expected} was expected. ${remedy}`);
}

/** The least number above 0 that every device keeps: what is smaller, most of them take for 0. */
const LEAST = 2 ** -126;

/** What single precision makes of a number: what a kernel gets. */
function single(value: number): number {
  const rounded = Math.fround(value);
  return Math.abs(rounded) < LEAST ? 0 : rounded;
}

/** Whether single precision has the number, though not to the last digit: it is neither too large for it nor too near to 0. */
function isSingle(value: number): boolean {
  const kept = single(value);
  return Number.isFinite(kept) && (kept === 0) === (value === 0);
}

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The value is above `min`, not `min` itself. */
  readonly open?: boolean;
  readonly below?: number;
}

/**
 * A number in a range, in single precision too: a kernel computes with it.
 *
 * Limits are themselves numbers of single precision, so that rounding takes no value beyond one that it may be.
 */
export function number({ min, max, open = false, below }: Range = {}): Field<number> {
  const limits = [
    ...(min === undefined ? [] : [`${open ? "above" : "of at least"} ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  const words = limits.length === 0 ? "a number" : `a number ${limits.join(" and ")}`;
  const isWithin = (value: number) =>
    (min === undefined || (open ? value > min : value >= min)) &&
    (max === undefined || value <= max) &&
    (below === undefined || value < below);
  return (subject, name, value) => {
    const change = `Change "${name}".`;
    if (typeof value !== "number" || !Number.isFinite(value) || !isWithin(value)) {
      return refuse(subject, name, value, words, change);
    }
    if (isSingle(value) && isWithin(single(value))) return value;
    throw new SpecError(
      `${subject}: ${name} is ${value}, in single precision ${single(value)}; ${words} was expected, of a size between 1.2e-38 and ` +
        `3.4e38 where it is not 0. ${change}`,
    );
  };
}

/** A part of a whole. */
export const fraction = number({ min: 0, max: 1 });

/** A part that never is the whole. */
export const share = number({ min: 0, below: 1 });

export const positive = number({ min: 0, open: true });

export const fromZero = number({ min: 0 });

export const positiveInteger: Field<number> = (subject, name, value) =>
  Number.isSafeInteger(value) && (value as number) > 0
    ? (value as number)
    : refuse(subject, name, value, "a positive whole number", `Set "${name}" to 1 or more.`);

export function wholeNumber(min: number, max: number): Field<number> {
  return (subject, name, value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? (value as number)
      : refuse(subject, name, value, `a whole number from ${min} to ${max}`, `Change "${name}".`);
}

export const trueOrFalse: Field<boolean> = (subject, name, value) =>
  typeof value === "boolean" ? value : refuse(subject, name, value, "true or false", `Set "${name}" to true, say.`);

/** One of a few words. */
export function oneOf<const T extends string>(...words: readonly T[]): Field<T> {
  return (subject, name, value) =>
    words.find((word) => word === value) ??
    refuse(subject, name, value, `one of ${words.join(", ")}`, "Choose one of them.");
}

/** The same field, which may be left out; `fallback` is what it is then. */
export function optional<T>(field: Field<T>): Field<T | undefined>;
export function optional<T>(field: Field<T>, fallback: T): Field<T>;
export function optional<T>(field: Field<T>, fallback?: T): Field<T | undefined> {
  return (subject, name, value) => (value === undefined ? fallback : field(subject, name, value));
}
