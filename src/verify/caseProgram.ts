/** Turns a case into a program: a row of operations over given inputs. */

import type { Given } from "#cases/case.ts";
import type { Pattern } from "../kernels/pattern.ts";
import { definitionOf, type OperationName } from "../operations/index.ts";
import type { Attributes, ElementType } from "../operations/operation.ts";
import { ProgramBuilder } from "../operations/program.ts";
import { type Fill, plausible } from "./fill.ts";

/** Roles that hold indices or bytes. */
const types: Readonly<Record<string, ElementType>> = {
  images: "u8",
  labels: "u8",
  label: "u32",
  prediction: "u32",
  index: "u32",
  order: "u32",
  step: "u32",
};

const typeOf = (role: string): ElementType => types[role] ?? "f32";

/** One operation as a pattern whose variables are named as its roles. */
export function patternOf(op: OperationName): Pattern {
  const { inputs, outputs } = definitionOf(op);
  const itself = (roles: readonly string[]) => Object.fromEntries(roles.map((role) => [role, role]));
  return [{ op, inputs: itself(inputs), outputs: itself(Object.keys(outputs)) }];
}

/** The operations of a pattern, one after the other. Variables that none of them computes are its inputs, of the shapes given. */
export function programOf(pattern: Pattern, given: Given): ProgramBuilder {
  const builder = new ProgramBuilder();
  const names = new Map<string, string>();
  for (const { op, inputs, outputs } of pattern) {
    const read = Object.entries(inputs).map(([role, variable]) => {
      const shape = given[variable] as number[];
      if (!names.has(variable)) names.set(variable, builder.persistent(variable, shape, typeOf(role)));
      return [role, names.get(variable)!];
    });
    const written = builder.emit("case", op, Object.fromEntries(read), given as Attributes);
    for (const [role, variable] of Object.entries(outputs)) names.set(variable, written[role]);
  }
  return builder;
}

/** Values for the inputs of a case. */
export function fillOf(program: ProgramBuilder, { scale = 1, exact = false }: Given, seed = 1): Fill {
  const fill = plausible(program, seed);
  return (name, index) => {
    const value = fill(name, index);
    if (program.tensors.get(name)!.type !== "f32") return value;
    return exact ? Math.round(2 * value) : value * (scale as number);
  };
}
