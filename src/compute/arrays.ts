/** Arrays as a user writes them, and what is asked of them. */

import { SpecError } from "../core/errors.ts";
import { elements, formatShape, type Shape } from "../core/shape.ts";
import type { ElementType } from "../operations/operation.ts";

/** Numbers, row by row (the last axis runs fastest), and the sizes of their axes. */
export interface NumericArray {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

/** Arrays by the roles they play in an operation: `x`, `weight`, … */
export type NumericArrays = Readonly<Record<string, NumericArray>>;

/** What the elements of each type may be. */
const allowed: Readonly<Record<ElementType, { is: (value: number) => boolean; words: string }>> = {
  f32: { is: (value) => Number.isFinite(Math.fround(value)), words: "a finite number of single precision" },
  u32: { is: (value) => value >>> 0 === value, words: "a whole number from 0 to 4294967295" },
  u8: { is: (value) => Number.isInteger(value) && value >= 0 && value < 256, words: "a whole number from 0 to 255" },
};

/** @throws SpecError unless every axis has a whole number of places */
export function checkShape(subject: string, shape: unknown): asserts shape is Shape {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw new SpecError(
      `${subject}: its shape is ${JSON.stringify(shape) ?? "missing"}; a list of positive whole numbers was expected, such as ` +
        "[2, 3]. Correct it.",
    );
  }
}

/**
 * @param subject begins the message: the operation and the role
 * @throws SpecError unless there are as many numbers as the shape has places, each one that both engines can hold
 */
export function checkArray(subject: string, array: NumericArray | undefined, type: ElementType): void {
  if (array === undefined) throw new SpecError(`${subject} is missing; an array {shape, data} was expected. Give it.`);
  const { shape, data } = array;
  checkShape(subject, shape);
  if (data?.length !== elements(shape)) {
    throw new SpecError(
      `${subject}: it has ${data?.length ?? "no"} numbers; ${elements(shape)} were expected for its shape ` +
        `${formatShape(shape)}. Correct either.`,
    );
  }
  const { is, words } = allowed[type];
  for (let i = 0; i < data.length; i++) {
    if (typeof data[i] !== "number" || !is(data[i])) {
      throw new SpecError(`${subject}: number ${i} is ${String(data[i])}; ${words} was expected. Correct it.`);
    }
  }
}
