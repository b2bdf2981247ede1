/** Turns one operation, or a row of them, into a program over given inputs. */

import type { Pattern } from "../kernels/pattern.ts";
import { definitionOf, type OperationName } from "../operations/index.ts";
import type { Attributes, ElementType } from "../operations/operation.ts";
import { ProgramBuilder } from "../operations/program.ts";

/** Roles that hold indices or bytes. */
const types: Readonly<Record<string, ElementType>> = {
  images: "u8",
  labels: "u8",
  label: "u32",
  prediction: "u32",
  index: "u32",
  order: "u32",
  step: "u32",
  seed: "u32",
};

/** What the elements of an input are, by the role it plays. */
export const typeOf = (role: string): ElementType => types[role] ?? "f32";

/** One operation as a pattern whose variables are named as its roles. */
export function patternOf(op: OperationName): Pattern {
  const { inputs, outputs } = definitionOf(op);
  const itself = (roles: readonly string[]) => Object.fromEntries(roles.map((role) => [role, role]));
  return [{ op, inputs: itself(inputs), outputs: itself(Object.keys(outputs)) }];
}

/**
 * The operations of a pattern, one after the other. Variables that none of them computes are its inputs, of the shapes given.
 *
 * @param given shapes by variable
 * @param attributes those of every operation, or of one under its name; a case has them beside the shapes
 */
export function programOf(
  pattern: Pattern,
  given: Readonly<Record<string, unknown>>,
  attributes: Attributes = given,
): ProgramBuilder {
  const builder = new ProgramBuilder();
  const names = new Map<string, string>();
  for (const { op, inputs, outputs } of pattern) {
    const read = Object.entries(inputs).map(([role, variable]) => {
      const shape = given[variable] as number[];
      if (!names.has(variable)) names.set(variable, builder.persistent(variable, shape, typeOf(role)));
      return [role, names.get(variable)!];
    });
    // The operation momentum has an attribute of its own name, which is a number.
    const own = typeof attributes[op] === "object" && attributes[op] !== null ? attributes[op] : attributes;
    const written = builder.emit("case", op, Object.fromEntries(read), own as Attributes);
    for (const [role, variable] of Object.entries(outputs)) names.set(variable, written[role]);
  }
  return builder;
}
