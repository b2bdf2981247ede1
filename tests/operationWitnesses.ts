/** Single operations, and their gradients, beside PyTorch's. */
import { patternOf, programOf } from "../src/compute/patternProgram.ts";
import { definitionOf, type OperationName } from "../src/operations/index.ts";
import type { Attributes } from "../src/operations/operation.ts";
import { type ProgramBuilder, shapesOf } from "../src/operations/program.ts";
import { type Values, witnessFiles } from "./witnesses.ts";

/** One case: the operation with its gradients after it, what goes in and what should come out. */
interface OperationWitness {
  readonly name: string;
  readonly program: ProgramBuilder;
  readonly inputs: Values;
  readonly expected: Values;
}

/** @param find the array of a role: `x`, `y`, and `dy` or `dx` for gradients */
function witnessOf(
  name: string,
  attributes: Attributes,
  find: (role: string) => { readonly shape: readonly number[]; readonly data: Float64Array } | undefined,
): OperationWitness {
  const op = name.split(":")[0] as OperationName;
  const take = (role: string) => {
    const array = find(role);
    if (array === undefined)
      throw new Error(`${name}: no ${role} from PyTorch; one was expected. Add it to the script.`);
    return array;
  };
  const { inputs: roles, gradient } = definitionOf(op);
  const shapes = Object.fromEntries(roles.map((role) => [role, take(role).shape]));
  const program = programOf(patternOf(op), shapes, attributes);
  const [{ inputs, outputs }] = program.operations;
  const given = new Map(Object.entries(inputs).map(([role, tensor]) => [tensor, take(role).data]));
  const expected = new Map(Object.entries(outputs).map(([role, tensor]) => [tensor, take(role).data]));
  if (gradient !== undefined) {
    const upstream = take(`d${Object.keys(outputs)[0]}`);
    const dy = program.persistent("upstream", upstream.shape);
    const emit = (next: string, names: typeof inputs, more?: Attributes) => program.emit("gradient", next, names, more);
    const gradients = gradient({ inputs, outputs, attributes, shapes: shapesOf(program.tensors, inputs), dy, emit });
    given.set(dy, upstream.data);
    for (const [role, tensor] of Object.entries(gradients)) expected.set(tensor, take(`d${role}`).data);
  }
  program.results.push(...expected.keys());
  return { name, program, inputs: given, expected };
}

/** Every case of every operation that PyTorch has, too. */
export const operationWitnesses: readonly OperationWitness[] = witnessFiles("operations").flatMap(
  ({ name: op, notes, arrays }) =>
    (JSON.parse(notes.cases) as { name: string; attributes: Attributes }[]).map(({ name, attributes }) =>
      witnessOf(`${op}: ${name}`, attributes, (role) => arrays.get(`${name}/${role}`)),
    ),
);
