import { SpecError } from "../core/errors.ts";
import { type Field, refuse } from "../core/fields.ts";
import type { LayerSpec } from "./recipe.ts";

export {
  type Field,
  fraction,
  fromZero,
  number,
  oneOf,
  optional,
  positive,
  positiveInteger,
  share,
  trueOrFalse,
} from "../core/fields.ts";

/** A side for a square, or [height, width]. */
export const size2d: Field<readonly [height: number, width: number]> = (subject, name, value) => {
  const isSide = (side: unknown) => Number.isSafeInteger(side) && (side as number) > 0;
  if (isSide(value)) return [value as number, value as number];
  if (Array.isArray(value) && value.length === 2 && value.every(isSide)) return [value[0], value[1]];
  return refuse(
    subject,
    name,
    value,
    "a positive whole number or [height, width]",
    `Set "${name}" to 2, say, or [2, 2].`,
  );
};

/** A part of a run: a share of its steps below 1, or a whole number of them; `open` leaves out 0. */
export function span({ open = false } = {}): Field<number> {
  const words = `a share ${open ? "above 0 and " : ""}below 1 or a whole number of steps`;
  return (subject, name, value) => {
    const isShare = typeof value === "number" && (open ? value > 0 : value >= 0) && value < 1;
    const isCount = Number.isSafeInteger(value) && (value as number) > 0;
    return isShare || isCount
      ? (value as number)
      : refuse(subject, name, value, words, `Set "${name}" to 0.1, say, or 500.`);
  };
}

/** What stands around a map: `valid` (nothing), `same` (as much as keeps its size), or so many rows and columns. */
export type Padding = "valid" | "same" | readonly [top: number, bottom: number, left: number, right: number];

/** `valid`, `same`, a number for all sides, [above and below, left and right], or an object of sides; one left out is 0. */
export const padding2d: Field<Padding> = (subject, name, value) => {
  const isWidth = (width: unknown) => Number.isSafeInteger(width) && (width as number) >= 0;
  if (value === "valid" || value === "same") return value;
  if (isWidth(value)) return [value, value, value, value] as [number, number, number, number];
  if (Array.isArray(value) && value.length === 2 && value.every(isWidth)) {
    return [value[0], value[0], value[1], value[1]];
  }
  const sides = ["top", "bottom", "left", "right"];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const given = Object.entries(value);
    if (given.every(([side, width]) => sides.includes(side) && isWidth(width))) {
      const { top = 0, bottom = 0, left = 0, right = 0 } = value as Record<string, number>;
      return [top, bottom, left, right];
    }
  }
  return refuse(
    subject,
    name,
    value,
    '"valid", "same", a whole number, [vertical, horizontal], or an object of top, bottom, left and right',
    `Set "${name}" to "same", say.`,
  );
};

/** A list of layers; its form is checked with the model's. */
export const layerList: Field<readonly LayerSpec[]> = (subject, name, value) =>
  Array.isArray(value)
    ? value
    : refuse(subject, name, value, "a list of layers", `Set "${name}" to [{ "type": "relu" }], say.`);

export type FieldsOf<F> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/**
 * Reads a spec's fields, refusing those it does not know: a misspelt option must not be ignored.
 *
 * @param common fields that are read elsewhere
 * @param kind what has these fields
 */
export function readFields<F extends Readonly<Record<string, Field<unknown>>>>(
  subject: string,
  fields: F,
  spec: Readonly<Record<string, unknown>>,
  common: readonly string[],
  kind = String(spec.type),
): FieldsOf<F> {
  for (const name of Object.keys(spec)) {
    if (!Object.hasOwn(fields, name) && !common.includes(name)) {
      const known = Object.keys(fields);
      throw new SpecError(
        `${subject}: "${name}" is not a field of ${kind}; ` +
          `${known.length === 0 ? "no field" : known.map((field) => `"${field}"`).join(", ")} was expected. Remove or rename it.`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field(subject, name, spec[name])]),
  ) as FieldsOf<F>;
}
