import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { SpecError } from "../../src/core/errors.ts";
import { kernels } from "../../src/kernels/index.ts";
import type { OperationName } from "../../src/operations/index.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";
import { fusedCases } from "../cases/fused.ts";
import { operationCases } from "../cases/index.ts";
import { mutations } from "../mutations.ts";

const operations = Object.entries(operationCases) as [OperationName, (typeof operationCases)[OperationName]][];
const names = kernels.map(({ name }) => name).toSorted();

describe.each(operations.filter(([, { errors }]) => errors.length > 0))("%s", (op, { errors }) => {
  it.each(errors)("is refused: $name", ({ given, says }) => {
    const evaluate = () => programOf(patternOf(op), given);
    expect(evaluate).toThrow(SpecError);
    expect(evaluate).toThrow(expect.objectContaining({ message: says }));
  });
});

describe("the table of cases", () => {
  it.each(operations)("has different cases for %s", (_, { cases }) => {
    expect(cases.length).toBeGreaterThanOrEqual(4);
    expect(new Set(cases.map(({ given }) => JSON.stringify(given))).size).toBe(cases.length);
  });

  it("names only kernels that there are", () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(fusedCases)));
    expect(Object.keys(mutations).toSorted()).toEqual(names);
  });
});

describe.each(kernels)("kernel $name", (kernel) => {
  const all = casesOf(kernel, { software: true, subgroupSize: 8, f16: true, vendor: "", fill: 128 });

  it("is exercised by several cases of each of its patterns", () => {
    for (const pattern of kernel.patterns) {
      const ops = pattern.map(({ op }) => op).join();
      const exercised = all.filter(
        ({ chosen, program }) => chosen && program.operations.map(({ op }) => op).join() === ops,
      );
      expect(exercised.length, ops).toBeGreaterThanOrEqual(4);
    }
  });

  it("is chosen where it applies, and covers its whole pattern there", () => {
    for (const { name, given, chosen, plan } of all) {
      if ("applies" in given) expect(chosen, name).toBe(given.applies);
      if (chosen) expect(plan.dispatches, name).toHaveLength(1);
    }
  });
});

describe("a line of workgroups", () => {
  it.each([
    [1, [1, 1, 1]],
    [65_535, [65_535, 1, 1]],
    [65_536, [32_768, 2, 1]],
    [131_071, [43_691, 3, 1]],
  ])("of %i is folded where it is longer than devices allow", (count, expected) => {
    const program = programOf(patternOf("relu"), { x: [64 * count] });
    expect(planProgram(program).dispatches[0].workgroups).toEqual(expected);
  });
});
