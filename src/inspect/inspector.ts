import { elements } from "../core/shape.ts";
import type { Recipe } from "../model/recipe.ts";
import { type CompiledInspection, compileInspection } from "../plan/compile.ts";
import type { NdArray, Numbers } from "../reference/book.ts";
import { Interpreter } from "../reference/interpreter.ts";

/** Every number that one picture gives rise to, by the names of the tensors: pictures, maps, loss, gradients, and the parameters that made them. */
export interface Inspection {
  readonly program: CompiledInspection;
  array(tensor: string): NdArray;
}

/** Looks at what a network makes of single pictures, in float64. */
export class Inspector {
  readonly program: CompiledInspection;
  readonly #interpreter: Interpreter;

  /** @throws SpecError or ShapeError where the recipe cannot be built */
  constructor(recipe: Recipe) {
    this.program = compileInspection(recipe);
    this.#interpreter = new Interpreter(this.program);
  }

  /**
   * Forward pass, loss and backward pass for one picture.
   *
   * @param parameters the flat array of all parameters and running statistics
   * @param picture C·H·W values
   * @returns what stays as it is until the next picture is inspected
   */
  inspect(parameters: ArrayLike<number>, picture: ArrayLike<number>, label: number): Inspection {
    const interpreter = this.#interpreter;
    interpreter.array("parameters").data.set(parameters);
    interpreter.array("input").data.set(picture);
    interpreter.array("label").data[0] = label;
    interpreter.run();
    return { program: this.program, array: (tensor) => interpreter.array(tensor) };
  }
}

/** What a snapshot of an inspection holds: the memory behind its tensors, as one thread can hand it to another. */
export type Memory = ReadonlyMap<string, Numbers>;

/** A copy of the memory behind all tensors, by the names of the arrays that tensors are parts of. */
export function memoryOf({ program, array }: Inspection): Memory {
  const whole = [...program.tensors.values()].filter(({ name, storage }) => storage.of === name);
  return new Map(whole.map(({ name }) => [name, array(name).data.slice()]));
}

/** An inspection again, of the same recipe, from such a copy. */
export function inspectionFrom(program: CompiledInspection, memory: Memory): Inspection {
  return {
    program,
    array(tensor) {
      const { shape, storage } = program.tensors.get(tensor)!;
      const { of, offset } = storage;
      return { shape, data: memory.get(of)!.subarray(offset, offset + elements(shape)) };
    },
  };
}
