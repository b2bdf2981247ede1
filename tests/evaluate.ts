import { patternOf, programOf } from "../src/compute/patternProgram.ts";
import type { OperationName } from "../src/operations/index.ts";
import type { Attributes } from "../src/operations/operation.ts";
import { Interpreter } from "../src/reference/interpreter.ts";

/** An array written out. */
export interface Written {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Numbers row by row in a shape. */
export function array(shape: readonly number[], ...data: number[]): Written {
  return { shape, data };
}

/** One operation in float64: every output by its role. */
export function evaluate(
  op: OperationName,
  inputs: Readonly<Record<string, Written>>,
  attributes: Attributes = {},
): Readonly<Record<string, number[]>> {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([role, { shape }]) => [role, shape]));
  const program = programOf(patternOf(op), { ...attributes, ...shapes });
  const interpreter = new Interpreter(program);
  for (const [role, { data }] of Object.entries(inputs)) interpreter.array(role).data.set(data);
  interpreter.run();
  const [{ outputs }] = program.operations;
  return Object.fromEntries(
    Object.entries(outputs).map(([role, name]) => [role, Array.from(interpreter.array(name).data)]),
  );
}
