import { stepKey, type WordPair, wordOf } from "../core/random.ts";
import type { Attributes } from "../operations/operation.ts";
import type { NdArray } from "./book.ts";

/** Words of an operation's stream in a step, the same as the device draws: word(i), u32. */
export function wordsOf(seed: NdArray, step: NdArray, { stream }: Attributes): (i: number) => number {
  const key: WordPair = stepKey([seed.data[0], seed.data[1]], stream as number, step.data[0]);
  return (i) => wordOf(key, i);
}
