import type { NumericArrays } from "../src/compute/arrays.ts";
import { patternOf, programOf } from "../src/compute/patternProgram.ts";
import { elements } from "../src/core/shape.ts";
import { definitionOf, type OperationName } from "../src/operations/index.ts";
import type { Attributes } from "../src/operations/operation.ts";
import { fillOf } from "../src/verify/caseFill.ts";
import type { Given } from "./cases/case.ts";

/** Words of a case that are for the tests. */
const WORDS = ["scale", "exact", "applies", "partials", "nth"];

/** The attributes of a case: what is neither an array's shape nor a word for the tests. */
export function attributesOf(op: OperationName, given: Given): Attributes {
  const { inputs } = definitionOf(op);
  return Object.fromEntries(Object.entries(given).filter(([name]) => !inputs.includes(name) && !WORDS.includes(name)));
}

/** The arrays of a case, filled with numbers that f32 has. */
export function inputsOf(op: OperationName, given: Given): NumericArrays {
  const fill = fillOf(programOf(patternOf(op), given), given);
  const arrays = definitionOf(op).inputs.map((role) => {
    const shape = given[role] as number[];
    return [role, { shape, data: Float32Array.from({ length: elements(shape) }, (_, i) => fill(role, i)) }];
  });
  return Object.fromEntries(arrays);
}
