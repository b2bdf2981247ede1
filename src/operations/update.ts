import { type Field, fromZero, optional } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * What all updates of the weights have in common: parameter, gradient and state are of one shape, the learning rate comes from the
 * schedule, and parameter and state are changed in place.
 *
 * @param state roles of the arrays that are kept from step to step, in the order of the formula
 * @param flops floating-point operations for each parameter
 * @param attributes what its constants may be, beside weightDecay, which all have
 */
export function update(
  op: string,
  state: readonly string[],
  flops: number,
  attributes: Readonly<Record<string, Field<unknown>>>,
): OperationDefinition {
  const changed = ["parameter", ...state];
  return {
    inputs: ["parameter", "gradient", ...state, "schedule", "step"],
    outputs: Object.fromEntries(changed.map((role) => [role, "f32"])),
    attributes: { ...attributes, weightDecay: optional(fromZero) },
    shapes: (inputs) => {
      for (const role of ["gradient", ...state]) expectSame(op, "parameter", inputs.parameter, role, inputs[role]);
      return Object.fromEntries(changed.map((role) => [role, inputs.parameter]));
    },
    flops: ({ parameter }) => flops * elements(parameter),
    touches: () => ({ schedule: 4 }),
    inPlace: Object.fromEntries(changed.map((role) => [role, role])),
  };
}
