import { definitionOf } from "../operations/index.ts";
import { type ProgramBuilder, shapesOf } from "../operations/program.ts";

/**
 * Appends the backward pass: from the last operation to the first, each one's gradient rule turns ∂L/∂output into ∂L/∂input.
 *
 * @param loss the tensor of the samples' losses; the batch's loss L is their mean
 * @param outputGrad the tensor of ∂L/∂loss, where L is something else than that mean; an operation that is a loss does not look at it
 * @returns the name of ∂L/∂tensor for every tensor that L depends on
 */
export function differentiate(builder: ProgramBuilder, loss: string, outputGrad = loss): ReadonlyMap<string, string> {
  const gradients = new Map([[loss, outputGrad]]);
  for (const { op, label, inputs, outputs, attributes } of builder.operations.toReversed()) {
    const definition = definitionOf(op);
    const dy = gradients.get(outputs[Object.keys(definition.outputs)[0]]);
    if (dy === undefined || definition.gradient === undefined) continue;
    const results = definition.gradient({
      inputs,
      outputs,
      attributes,
      dy,
      shapes: shapesOf(builder.tensors, inputs),
      emit: (gradientOp, names, gradientAttributes) => builder.emit(label, gradientOp, names, gradientAttributes),
    });
    for (const [role, gradient] of Object.entries(results)) {
      const input = inputs[role];
      const other = gradients.get(input);
      // What goes several ways receives a gradient from each: they are all here before it is its own turn.
      const whole = other === undefined ? gradient : builder.emit(label, "add", { a: other, b: gradient }).y;
      gradients.set(input, whole);
    }
  }
  return gradients;
}
