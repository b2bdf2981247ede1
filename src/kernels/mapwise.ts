import { elements, type Shape } from "../core/shape.ts";

/** Sizes of an array [N, C, …] of maps: everything behind the maps is one axis of length I. */
export function mapSizes([N, C, ...rest]: Shape) {
  return { N, C, I: elements(rest) };
}
