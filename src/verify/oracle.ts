import { elements } from "../core/shape.ts";
import { definitionOf, type OperationName } from "../operations/index.ts";
import type { Names, Operation } from "../operations/operation.ts";
import type { Program } from "../operations/program.ts";
import type { Arrays, NdArray } from "../reference/book.ts";
import { reference } from "../reference/index.ts";
import { Interpreter } from "../reference/interpreter.ts";

/**
 * The reference's values for the tensors of a program, with a bound beside each on how far an f32 evaluation may be from it.
 * Bounds are handed on from operation to operation: those of a whole step are composed of those of its parts.
 */
export class Oracle {
  readonly #values: Interpreter;
  readonly #bounds = new Map<string, NdArray>();

  constructor(program: Program) {
    this.#values = new Interpreter(program);
    const memory = new Map<string, Float64Array>();
    for (const { name, shape, type, storage } of program.tensors.values()) {
      // Bytes are data, which nobody computes: they are what they are, and may be many.
      if (storage.of === name) memory.set(name, new Float64Array(type === "u8" ? 0 : elements(shape)));
    }
    for (const { name, shape, storage } of program.tensors.values()) {
      const data = memory.get(storage.of)!.subarray(storage.offset, storage.offset + elements(shape));
      this.#bounds.set(name, { shape, data });
    }
  }

  /** Values of a tensor. Views and parts share memory with what they are views and parts of. */
  value(name: string): NdArray {
    return this.#values.array(name);
  }

  /** How far each element may be off. */
  bound(name: string): NdArray {
    return this.#bounds.get(name)!;
  }

  /** Gives a tensor values that are the same in f32: nothing is off. */
  set(name: string, values: ArrayLike<number>): void {
    this.value(name).data.set(values);
    this.bound(name).data.fill(0);
  }

  /** Evaluates an operation, and the bounds of its outputs from the values and bounds of its inputs. */
  compute({ op, inputs: inputNames, outputs: outputNames, attributes }: Operation): void {
    const { evaluate, bound } = reference[op as OperationName];
    const inputs = this.#values.arrays(inputNames);
    const outputs = this.#values.arrays(outputNames);
    const errors = this.#boundsOf(inputNames);
    const before = keepOverwritten(op, inputs);
    evaluate(inputs, outputs, attributes);
    const bounds = bound({ inputs: before, errors, outputs, attributes, evaluate });
    for (const [role, name] of Object.entries(outputNames)) this.bound(name).data.set(bounds[role]);
  }

  #boundsOf(names: Names): Arrays {
    return Object.fromEntries(Object.entries(names).map(([role, name]) => [role, this.bound(name)]));
  }
}

/** The inputs as they are now, those copied that the operation writes in their place. */
function keepOverwritten(op: string, inputs: Arrays): Arrays {
  const overwritten = Object.values(definitionOf(op).inPlace ?? {});
  const copies = overwritten.map((role) => [role, { shape: inputs[role].shape, data: inputs[role].data.slice() }]);
  return { ...inputs, ...Object.fromEntries(copies) };
}
