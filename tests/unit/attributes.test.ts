import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { SpecError } from "../../src/core/errors.ts";
import { definitionOf, type OperationName } from "../../src/operations/index.ts";
import { operationCases } from "../cases/index.ts";
import { attributesOf } from "../operationInputs.ts";

describe.each(Object.keys(operationCases) as OperationName[])("%s", (op) => {
  const declared = Object.keys(definitionOf(op).attributes ?? {});

  it("declares every attribute that its cases give", () => {
    const given = operationCases[op].cases.flatMap((one) => Object.keys(attributesOf(op, one.given)));
    expect(declared).toEqual(expect.arrayContaining([...new Set(given)]));
  });

  it.each(declared)("refuses %s where it is of another kind", (name) => {
    const [{ given }] = operationCases[op].cases;
    for (const value of ["0.5", Number.NaN, null, [0.5], -(2 ** 128)]) {
      const evaluate = () => programOf(patternOf(op), { ...given, [name]: value });
      expect(evaluate, String(value)).toThrow(SpecError);
      expect(evaluate, String(value)).toThrow(new RegExp(`^${op}: ${name} is .*; .* expected`));
    }
  });

  it("takes none that single precision has not", () => {
    const [{ given }] = operationCases[op].cases;
    for (const [name, value] of Object.entries(attributesOf(op, given))) {
      if (typeof value !== "number") continue;
      for (const size of [1e39, 1e-39]) {
        expect(() => programOf(patternOf(op), { ...given, [name]: size })).toThrow(new RegExp(`^${op}: ${name} is`));
      }
    }
  });
});
