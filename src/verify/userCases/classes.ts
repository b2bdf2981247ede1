import { BadCase } from "./badCase.ts";
import type { GivenArray } from "./readCases.ts";
import { Unsupported } from "./unsupported.ts";

/**
 * The class of each sample, from indices [N] or from rows [N, F] of which one number is 1 and the others are 0.
 *
 * @throws Unsupported where a row spreads over several classes; BadCase where an index is none
 */
export function classesIn({ shape, data }: GivenArray, count: number): number[] {
  if (shape.length === 2 && shape[1] === count) {
    return Array.from({ length: shape[0] }, (_, n) => {
      const row = data.slice(n * count, (n + 1) * count);
      const isOne = row.filter((value) => value === 1).length === 1 && row.every((value) => value === 0 || value === 1);
      if (!isOne) throw new Unsupported("targets that spread over several classes");
      return row.indexOf(1);
    });
  }
  const wrong = data.find((value) => !Number.isInteger(value) || value < 0 || value >= count);
  if (wrong !== undefined) {
    throw new BadCase(
      `softmaxCrossEntropy: a target is ${wrong}; a class from 0 to ${count - 1} was expected. Correct the file.`,
    );
  }
  return [...data];
}
