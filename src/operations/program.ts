import { elements, type Shape } from "../core/shape.ts";
import { definitionOf } from "./index.ts";
import type { Attributes, ElementType, Names, Operation, Shapes } from "./operation.ts";

/**
 * A named array of a program. Several tensors may be parts or views of one array: `storage` says of which, and from which
 * element on. A tensor that stands for itself is its own storage.
 */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
  readonly storage: { readonly of: string; readonly offset: number };
  /** True for arrays that outlive a step: data, parameters, optimiser state, counters. They are written from outside. */
  readonly persistent: boolean;
}

/** A list of operations over named tensors: what is computed in one step. */
export interface Program {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly operations: readonly Operation[];
  /** Tensors that are read from outside after a step, beside the persistent ones. */
  readonly results: readonly string[];
}

/** Shapes of an operation's tensors by their roles. */
export function shapesOf(tensors: ReadonlyMap<string, Tensor>, names: Names): Shapes {
  return Object.fromEntries(Object.entries(names).map(([role, name]) => [role, tensors.get(name)!.shape]));
}

/** A program under construction. */
export class ProgramBuilder implements Program {
  readonly tensors = new Map<string, Tensor>();
  readonly operations: Operation[] = [];
  readonly results: string[] = [];

  /** Declares an array that outlives a step. */
  persistent(name: string, shape: Shape, type: ElementType = "f32"): string {
    return this.#declare({ name, shape, type, persistent: true, storage: { of: name, offset: 0 } });
  }

  /** Declares an array that outlives a step, once for all who read it. */
  input(name: string, shape: Shape, type: ElementType): string {
    return this.tensors.has(name) ? name : this.persistent(name, shape, type);
  }

  /** Declares a part of the flat array `of`, from element `offset` on; the array itself may be declared later. */
  part(name: string, shape: Shape, of: string, offset: number): string {
    return this.#declare({ name, shape, type: "f32", persistent: true, storage: { of, offset } });
  }

  /**
   * Appends an operation and declares its outputs.
   *
   * @throws SpecError or ShapeError where an attribute is not what the operation takes, or the inputs do not fit each other
   * @param into names of existing tensors that receive an output, by role; other outputs get a name of their own
   */
  emit(label: string, op: string, inputs: Names, attributes: Attributes = {}, into: Names = {}): Names {
    const definition = definitionOf(op);
    for (const [name, check] of Object.entries(definition.attributes ?? {})) check(op, name, attributes[name]);
    const shapes = definition.shapes(shapesOf(this.tensors, inputs), attributes);
    const outputs: Record<string, string> = {};
    for (const [role, type] of Object.entries(definition.outputs)) {
      const inPlaceOf = definition.inPlace?.[role];
      if (into[role] !== undefined) outputs[role] = into[role];
      else if (inPlaceOf !== undefined) outputs[role] = inputs[inPlaceOf];
      else {
        const isFirst = role === Object.keys(definition.outputs)[0];
        const name = this.#unused(isFirst ? `${label}.${op}` : `${label}.${op}.${role}`);
        const storage = definition.view ? this.tensors.get(inputs.x)!.storage : { of: name, offset: 0 };
        outputs[role] = this.#declare({ name, shape: shapes[role], type, persistent: false, storage });
      }
    }
    this.operations.push({ op, label, inputs, outputs, attributes });
    return outputs;
  }

  /** Makes a tensor a part of a flat array: what was computed for itself is now computed in its place there. */
  place(name: string, of: string, offset: number): void {
    this.tensors.set(name, { ...this.tensors.get(name)!, storage: { of, offset } });
  }

  /** The name itself or, where a layer has several operations of a kind, the name with a number. */
  #unused(name: string): string {
    let unused = name;
    for (let number = 2; this.tensors.has(unused); number++) unused = `${name}${number}`;
    return unused;
  }

  #declare(tensor: Tensor): string {
    if (this.tensors.has(tensor.name)) throw new Error(`tensor ${tensor.name} is declared twice`);
    this.tensors.set(tensor.name, tensor);
    return tensor.name;
  }
}

/** Whether two tensors share memory. */
export function overlap(a: Tensor, b: Tensor): boolean {
  return (
    a.storage.of === b.storage.of &&
    a.storage.offset < b.storage.offset + elements(b.shape) &&
    b.storage.offset < a.storage.offset + elements(a.shape)
  );
}
