import { definitionOf, operations } from "../operations/index.ts";

/** One operation of a pattern: for each role, the variable that stands for its tensor. */
export interface PatternOperation {
  readonly op: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Operations that a kernel computes at one go, over variables instead of tensors. */
export type Pattern = readonly PatternOperation[];

/**
 * Reads one line of a pattern, `y, index = maxPool2d(b)`: variables stand in the order in which the operation declares its roles.
 */
function parseLine(line: string): PatternOperation {
  const match = /^([\w, ]+) = (\w+)\(([\w, ]*)\)$/.exec(line);
  if (!match || !Object.hasOwn(operations, match[2])) throw new Error(`pattern "${line}" cannot be read`);
  const definition = definitionOf(match[2]);
  const assign = (roles: readonly string[], list: string) => {
    const variables = list.split(",").map((variable) => variable.trim());
    if (variables.length !== roles.length) throw new Error(`pattern "${line}" needs ${roles.join(", ")}`);
    return Object.fromEntries(roles.map((role, index) => [role, variables[index]]));
  };
  return {
    op: match[2],
    outputs: assign(Object.keys(definition.outputs), match[1]),
    inputs: assign(definition.inputs, match[3]),
  };
}

export function parsePattern(lines: readonly string[]): Pattern {
  return lines.map(parseLine);
}
