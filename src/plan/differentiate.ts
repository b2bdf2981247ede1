import { definitionOf } from "../operations/index.ts";
import { type ProgramBuilder, shapesOf } from "../operations/program.ts";

/**
 * Appends the backward pass: from the last operation to the first, each one's gradient rule turns ∂L/∂output into ∂L/∂input.
 *
 * @param loss the tensor of the samples' losses; the batch's loss L is their mean
 * @returns the name of ∂L/∂tensor for every tensor that L depends on
 */
export function differentiate(builder: ProgramBuilder, loss: string): ReadonlyMap<string, string> {
  const gradients = new Map([[loss, loss]]);
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
      if (gradients.has(input)) throw new Error(`${input} is used twice: its gradients would have to be added`);
      gradients.set(input, gradient);
    }
  }
  return gradients;
}
