import { ShapeError, SpecError } from "../core/errors.ts";
import { formatShape } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";
import { windowOf } from "../operations/window.ts";
import type { NumericArrays } from "./arrays.ts";

/** What an index must be: from `least` on and below `limit`, which are `of` something. */
interface Range {
  readonly least: number;
  readonly limit: number;
  readonly of: string;
}

type RangeOf = (op: string, inputs: NumericArrays, attributes: Attributes) => Range | undefined;

/** By role. Reading beside an array gives whatever an engine makes of it: different things on different ones. */
const ranges: Readonly<Record<string, RangeOf>> = {
  label: (op, { x }, { features }) => {
    if (op === "oneHot") return features === 1 ? undefined : { least: 0, limit: features as number, of: "classes" };
    return x === undefined ? undefined : { least: 0, limit: x.shape[1], of: "classes" };
  },
  order: (_, { labels }) => ({ least: 0, limit: labels.shape[0], of: "samples" }),
  index: (_, __, attributes) => {
    const [height, width] = windowOf(attributes).kernel;
    return { least: 0, limit: height * width, of: "places in a window" };
  },
  // An update runs after its step has been counted.
  step: (_, { schedule, average }) =>
    schedule === undefined && average === undefined ? undefined : { least: 1, limit: 2 ** 32, of: "steps done" },
};

/** @throws SpecError where an index points beside what it is an index of */
export function checkIndices(op: string, inputs: NumericArrays, attributes: Attributes): void {
  for (const [role, { data }] of Object.entries(inputs)) {
    const range = ranges[role]?.(op, inputs, attributes);
    if (range === undefined) continue;
    const { least, limit, of } = range;
    const at = Array.from(data).findIndex((value) => value < least || value >= limit);
    if (at >= 0) {
      throw new SpecError(
        `${op}: ${role}: number ${at} is ${data[at]}; one of the ${of} from ${least} to ${limit - 1} was expected. Correct it.`,
      );
    }
  }
}

/** Shapes that a role has in every operation; an axis that is left open is undefined. */
const fixed: Readonly<Record<string, readonly (number | undefined)[]>> = {
  seed: [2],
  step: [1],
  schedule: [undefined, 4],
  metrics: [undefined, 2],
};

/** @throws ShapeError where a counter or one of the rings has not the shape that it has everywhere */
export function checkCounters(op: string, inputs: NumericArrays): void {
  for (const [role, { shape }] of Object.entries(inputs)) {
    const expected = fixed[role];
    if (expected === undefined) continue;
    if (shape.length !== expected.length || expected.some((size, axis) => size !== undefined && size !== shape[axis])) {
      const words = expected.map((size) => size ?? "R").join(", ");
      throw new ShapeError(`${op}: ${role} is ${formatShape(shape)}; [${words}] was expected. Reshape it.`);
    }
  }
}
