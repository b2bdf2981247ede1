import { elements } from "../core/shape.ts";
import type { OperationName } from "../operations/index.ts";
import type { ElementType, Names } from "../operations/operation.ts";
import type { Program } from "../operations/program.ts";
import type { Arrays, NdArray, Numbers } from "./book.ts";
import { reference } from "./index.ts";

function allocate(type: ElementType, length: number): Numbers {
  if (type === "f32") return new Float64Array(length);
  return type === "u32" ? new Uint32Array(length) : new Uint8Array(length);
}

/** Runs a program in float64: the same list of operations that the kernels compute, one plain function for each. */
export class Interpreter {
  readonly #arrays = new Map<string, NdArray>();
  readonly #steps: (() => void)[];

  constructor(program: Program) {
    const memory = new Map<string, Numbers>();
    for (const { name, shape, type, storage } of program.tensors.values()) {
      if (storage.of === name) memory.set(name, allocate(type, elements(shape)));
    }
    for (const { name, shape, storage } of program.tensors.values()) {
      const data = memory.get(storage.of)!.subarray(storage.offset, storage.offset + elements(shape));
      this.#arrays.set(name, { shape, data });
    }
    this.#steps = program.operations.map(({ op, inputs, outputs, attributes }) => {
      const { evaluate } = reference[op as OperationName];
      const [from, to] = [this.arrays(inputs), this.arrays(outputs)];
      return () => evaluate(from, to, attributes);
    });
  }

  /** The array of a tensor; what is written into it, the program sees. */
  array(name: string): NdArray {
    const array = this.#arrays.get(name);
    if (array === undefined) throw new Error(`the program has no tensor ${name}`);
    return array;
  }

  /** The arrays of an operation's tensors, by role. */
  arrays(names: Names): Arrays {
    return Object.fromEntries(Object.entries(names).map(([role, name]) => [role, this.array(name)]));
  }

  /** Every operation once. */
  run(): void {
    for (const step of this.#steps) step();
  }

  /** Operations `from` (inclusive) to `to` (exclusive): the forward pass alone, say. */
  runRange(from: number, to: number): void {
    for (const step of this.#steps.slice(from, to)) step();
  }
}
