import type { Recipe } from "../model/recipe.ts";
import { type CompiledInspection, compileInspection } from "../plan/compile.ts";
import type { NdArray } from "../reference/book.ts";
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
   * @param label its class; left out, what the network takes it for
   * @returns what stays as it is until the next picture is inspected
   */
  inspect(parameters: ArrayLike<number>, picture: ArrayLike<number>, label?: number): Inspection {
    const interpreter = this.#interpreter;
    interpreter.array("parameters").data.set(parameters);
    interpreter.array("input").data.set(picture);
    const { operations, prediction, untilPrediction } = this.program;
    interpreter.runRange(0, untilPrediction);
    interpreter.array("label").data[0] = label ?? interpreter.array(prediction).data[0];
    interpreter.runRange(untilPrediction, operations.length);
    return { program: this.program, array: (tensor) => interpreter.array(tensor) };
  }
}
