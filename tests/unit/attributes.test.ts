import { describe, expect, it } from "vitest";
import { definitionOf, type OperationName } from "../../src/operations/index.ts";
import { operationCases } from "../cases/index.ts";
import { attributesOf } from "../operationInputs.ts";

describe.each(Object.keys(operationCases) as OperationName[])("%s", (op) => {
  it("declares every attribute that its cases give", () => {
    const given = operationCases[op].cases.flatMap((one) => Object.keys(attributesOf(op, one.given)));
    expect([...(definitionOf(op).attributes ?? [])]).toEqual(expect.arrayContaining([...new Set(given)]));
  });
});
