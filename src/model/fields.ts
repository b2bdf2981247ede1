import { SpecError } from "../core/errors.ts";

/** Reads one field of a plain JSON object, or says what was wrong with it. `subject` begins the message. */
export type Field<T> = (subject: string, name: string, value: unknown) => T;

function fail(subject: string, name: string, value: unknown, expected: string, remedy: string): never {
  const found = value === undefined ? "missing" : JSON.stringify(value);
  throw new SpecError(`${subject}: ${name} is ${found}; ${expected} was expected. ${remedy}`);
}

export const positiveInteger: Field<number> = (subject, name, value) =>
  Number.isSafeInteger(value) && (value as number) > 0
    ? (value as number)
    : fail(subject, name, value, "a positive whole number", `Set "${name}" to 1 or more.`);

/** A side for a square, or [height, width]. */
export const size2d: Field<readonly [height: number, width: number]> = (subject, name, value) => {
  const isSide = (side: unknown) => Number.isSafeInteger(side) && (side as number) > 0;
  if (isSide(value)) return [value as number, value as number];
  if (Array.isArray(value) && value.length === 2 && value.every(isSide)) return [value[0], value[1]];
  return fail(
    subject,
    name,
    value,
    "a positive whole number or [height, width]",
    `Set "${name}" to 2, say, or [2, 2].`,
  );
};

/** A finite number in a range; `open` leaves out the lower end. */
export function number(range: { min: number; max?: number; open?: boolean; below?: number }): Field<number> {
  const { min, max, open = false, below } = range;
  const words = [
    `a number ${open ? "above" : "of at least"} ${min}`,
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ].join(" and ");
  return (subject, name, value) => {
    const fits =
      typeof value === "number" &&
      Number.isFinite(value) &&
      (open ? value > min : value >= min) &&
      (max === undefined || value <= max) &&
      (below === undefined || value < below);
    return fits ? value : fail(subject, name, value, words, `Change "${name}".`);
  };
}

/** The same field, with a value for where it is left out. */
export function optional<T>(field: Field<T>, fallback: T): Field<T> {
  return (subject, name, value) => (value === undefined ? fallback : field(subject, name, value));
}

export type FieldsOf<F> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** Reads a spec's fields, refusing those it does not know: a misspelt option must not be ignored. */
export function readFields<F extends Readonly<Record<string, Field<unknown>>>>(
  subject: string,
  fields: F,
  spec: Readonly<Record<string, unknown>>,
  common: readonly string[],
): FieldsOf<F> {
  for (const name of Object.keys(spec)) {
    if (!Object.hasOwn(fields, name) && !common.includes(name)) {
      const known = Object.keys(fields);
      throw new SpecError(
        `${subject}: "${name}" is not a field of ${String(spec.type)}; ` +
          `${known.length === 0 ? "no field" : known.map((field) => `"${field}"`).join(", ")} was expected. Remove or rename it.`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field(subject, name, spec[name])]),
  ) as FieldsOf<F>;
}
