import type { Attributes, Operation } from "../operations/operation.ts";
import type { NdArray } from "../reference/book.ts";
import type { Inspection } from "./inspector.ts";
import type { Factor, Term } from "./opened.ts";

/** An operation whose output is opened, with the numbers of its tensors at hand. */
export class Site {
  readonly operation: Operation;
  readonly #inspection: Inspection;

  constructor(inspection: Inspection, operation: Operation) {
    this.operation = operation;
    this.#inspection = inspection;
  }

  get attributes(): Attributes {
    return this.operation.attributes;
  }

  /** The array of an input or output. */
  array(role: string): NdArray {
    return this.#inspection.array(this.#tensor(role));
  }

  factor(role: string, place: number): Factor {
    const { shape, data } = this.array(role);
    return { tensor: this.#tensor(role), place, index: indexOf(shape, place), value: data[place] };
  }

  /** The product of one element each of some roles. */
  term(...places: readonly (readonly [role: string, place: number])[]): Term {
    const factors = places.map(([role, place]) => this.factor(role, place));
    return { factors, divisor: 1, product: factors.reduce((product, { value }) => product * value, 1) };
  }

  /** An element's share of a mean. */
  share(role: string, place: number, divisor: number): Term {
    const factor = this.factor(role, place);
    return { factors: [factor], divisor, product: factor.value / divisor };
  }

  #tensor(role: string): string {
    const { inputs, outputs } = this.operation;
    return inputs[role] ?? outputs[role];
  }
}

/** Place of an element in row-major order, by its indices. */
export function placeOf(shape: readonly number[], index: readonly number[]): number {
  return index.reduce((place, at, axis) => place * shape[axis] + at, 0);
}

/** Indices of an element, by its place. */
export function indexOf(shape: readonly number[], place: number): number[] {
  const index: number[] = [];
  let rest = place;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
