/** Programs of a single operation, from what a user gives: everything that can be wrong is found here. */

import { SpecError } from "../core/errors.ts";
import { formatShape, type Shape, sameShape } from "../core/shape.ts";
import { definitionOf, type OperationName, operations } from "../operations/index.ts";
import type { Attributes, Names } from "../operations/operation.ts";
import { type Program, type ProgramBuilder, shapesOf } from "../operations/program.ts";
import { removeDead } from "../plan/removeDead.ts";
import { checkArray, checkShape, type NumericArray, type NumericArrays } from "./arrays.ts";
import { checkCounters, checkIndices } from "./indices.ts";
import { patternOf, programOf, typeOf } from "./patternProgram.ts";

/** What to run: a program, what its inputs hold, and the tensors that are wanted, by role. */
export interface Work {
  readonly program: Program;
  readonly given: NumericArrays;
  readonly wanted: Names;
}

const listed = (names: readonly string[]) => (names.length === 0 ? "nothing" : names.join(", "));

function checkNames(op: string, kind: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new SpecError(
    `${op}: it has no ${kind} ${unknown}; of its ${kind}s, ${listed(known)} was expected. Remove or rename it.`,
  );
}

/** The operation as a program of its own, checked. */
function programFor(op: OperationName, inputs: NumericArrays, attributes: Attributes): ProgramBuilder {
  if (!Object.hasOwn(operations, op)) {
    const known = Object.keys(operations).join(", ");
    throw new SpecError(`${op}: there is no such operation; one of ${known} was expected. Choose one of them.`);
  }
  const { inputs: roles, attributes: known = {} } = definitionOf(op);
  checkNames(op, "input", Object.keys(inputs), roles);
  checkNames(op, "attribute", Object.keys(attributes), Object.keys(known));
  for (const role of roles) checkArray(`${op}: ${role}`, inputs[role], typeOf(role));
  checkCounters(op, inputs);
  const shapes = Object.fromEntries(roles.map((role) => [role, inputs[role].shape]));
  const program = programOf(patternOf(op), shapes, attributes);
  for (const name of Object.values(program.operations[0].outputs)) checkShape(name, program.tensors.get(name)!.shape);
  checkIndices(op, inputs, attributes);
  return program;
}

/**
 * An operation: its outputs by role.
 *
 * @throws SpecError or ShapeError where it cannot be computed
 */
export function operationWork(op: OperationName, inputs: NumericArrays, attributes: Attributes): Work {
  const program = programFor(op, inputs, attributes);
  const [{ outputs }] = program.operations;
  program.results.push(...Object.values(outputs));
  return { program, given: inputs, wanted: outputs };
}

/** What the gradients of an operation need, beside its inputs. */
function checkOutputGrad(op: string, grad: NumericArray | undefined, shape: Shape, isRead: boolean): void {
  if (!isRead) {
    if (grad === undefined) return;
    throw new SpecError(
      `${op}: an outputGrad was given; none was expected, for a loss ends the chain and its gradients are those of its mean. ` +
        "Leave it out.",
    );
  }
  checkArray(`${op}: outputGrad`, grad, "f32");
  if (sameShape(grad!.shape, shape)) return;
  throw new SpecError(
    `${op}: outputGrad is ${formatShape(grad!.shape)}; ${formatShape(shape)} was expected, the shape of its first output. ` +
      "Correct it.",
  );
}

/**
 * The gradients of an operation by its own rule: ∂L/∂input by role, from ∂L/∂(first output).
 *
 * @throws SpecError or ShapeError where they cannot be computed
 */
export function gradientWork(
  op: OperationName,
  inputs: NumericArrays,
  attributes: Attributes,
  outputGrad: NumericArray | undefined,
): Work {
  const program = programFor(op, inputs, attributes);
  const { gradient, outputs: roles } = definitionOf(op);
  if (gradient === undefined) {
    throw new SpecError(
      `${op}: it has no gradient; an operation that something flows back through was expected. Choose another.`,
    );
  }
  const [{ inputs: names, outputs }] = program.operations;
  const { shape } = program.tensors.get(outputs[Object.keys(roles)[0]])!;
  const dy = program.persistent("outputGrad", shape);
  const wanted = gradient({
    inputs: names,
    outputs,
    attributes,
    shapes: shapesOf(program.tensors, names),
    dy,
    emit: (gradientOp, read, more) => program.emit("gradient", gradientOp, read, more),
  });
  const isRead = [wanted, ...program.operations.map((operation) => operation.inputs)].some((some) =>
    Object.values(some).includes(dy),
  );
  checkOutputGrad(op, outputGrad, shape, isRead);
  program.results.push(...Object.values(wanted));
  return {
    program: removeDead(program),
    given: outputGrad === undefined ? inputs : { ...inputs, outputGrad },
    wanted,
  };
}
