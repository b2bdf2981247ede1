import { elements, type Shape } from "../core/shape.ts";

/** Sizes of an array [N, C, …] of maps: everything behind the maps is one axis of length I. */
export function mapSizes([N, C, ...rest]: Shape) {
  return { N, C, I: elements(rest) };
}

/** What so many sums over all lanes of a workgroup take, as lib/workgroupSum.wgsl has them: a barrier for each halving, and two more. */
export function sumEffort(sums: number) {
  return { barriers: sums * (2 + Math.log2(256)), workgroupWords: 256 };
}
