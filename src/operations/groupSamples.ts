import { ShapeError } from "../core/errors.ts";
import { wholeNumber } from "../core/fields.ts";
import type { OperationDefinition } from "./operation.ts";

/** What tells how many groups there are. */
export const groupCount = wholeNumber(2, Number.MAX_SAFE_INTEGER);

/**
 * Every `groups`-th sample in a group, each group with maps of its own: x [N, C, …] → y [N/groups, groups·C, …], the same memory. Map c of
 * group s is map s·C + c.
 *
 * @throws ShapeError where the samples do not go into so many groups
 */
export const groupSamples: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: { groups: groupCount },
  shapes: ({ x: [N, C, ...rest] }, attributes) => {
    const groups = attributes.groups as number;
    if (N % groups !== 0) {
      throw new ShapeError(
        `groupSamples: groups is ${groups}; a divisor of ${N} was expected, the number of samples. Change it.`,
      );
    }
    return { y: [N / groups, groups * C, ...rest] };
  },
  flops: () => 0,
  view: true,
};
