import { ShapeError } from "../core/errors.ts";
import { formatShape } from "../core/shape.ts";
import type { Shapes } from "./operation.ts";

/** @throws ShapeError unless x is [N, C, …] and each of the roles has a value for each of its maps, [C] */
export function expectMapwise(op: string, inputs: Shapes, roles: readonly string[]): void {
  const { x } = inputs;
  if (x.length < 2) {
    throw new ShapeError(
      `${op}: x has ${x.length} axes (${formatShape(x)}); at least 2 were expected: [N, C, …]. Reshape it.`,
    );
  }
  for (const role of roles) {
    const shape = inputs[role];
    if (shape.length !== 1 || shape[0] !== x[1]) {
      throw new ShapeError(
        `${op}: ${role} is ${formatShape(shape)}; ${x[1]} was expected, one value for each map of x (${formatShape(x)}). ` +
          `Give it that shape.`,
      );
    }
  }
}
