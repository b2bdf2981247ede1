/** How the arrays of a network lie in one flat array: first what is trained, then running statistics. */
import { elements, type Shape } from "../core/shape.ts";
import type { Fans } from "./layer.ts";

/** An array of a network and its place among all of them. */
export interface Parameter {
  /** `conv1.weight`: the names of PyTorch's state_dict. */
  readonly name: string;
  readonly shape: Shape;
  /** First element in the flat array. Parts begin at multiples of PARAMETER_ALIGNMENT. */
  readonly offset: number;
  readonly role: "weight" | "bias" | "statistic";
  readonly fans: Fans;
  /** What all its values start as; absent where they are drawn at random. */
  readonly initial?: number;
}

/** Elements: a part of a buffer can be bound only from a multiple of 256 bytes on. */
export const PARAMETER_ALIGNMENT = 64;

/** The least multiple of PARAMETER_ALIGNMENT that holds so many elements. */
export function alignParameters(length: number): number {
  return Math.ceil(length / PARAMETER_ALIGNMENT) * PARAMETER_ALIGNMENT;
}

/** Length of the flat array that holds these, gaps included. */
export function flatLength(parameters: readonly Parameter[]): number {
  const last = parameters.at(-1);
  return last === undefined ? 0 : alignParameters(last.offset + elements(last.shape));
}

/** The same arrays, each where the one before it ends. */
export function laidOut(parameters: readonly Parameter[]): Parameter[] {
  let end = 0;
  return parameters.map((parameter) => {
    const offset = end;
    end = alignParameters(offset + elements(parameter.shape));
    return { ...parameter, offset };
  });
}
