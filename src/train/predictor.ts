import type { ModelSpec } from "../model/recipe.ts";
import { type Compiled, compilePrediction } from "../plan/compile.ts";
import { Interpreter } from "../reference/interpreter.ts";

/** Applies a network to single inputs, in float64: for a reference engine, and when the device is gone. */
export class Predictor {
  readonly #program: Compiled;
  readonly #interpreter: Interpreter;

  /**
   * @param program of one input, where it is compiled already
   * @throws SpecError or ShapeError where the spec cannot be built
   */
  constructor(spec: ModelSpec, program: Compiled = compilePrediction(spec, 1)) {
    this.#program = program;
    this.#interpreter = new Interpreter(program);
  }

  /**
   * @param parameters the flat array of all parameters
   * @param input C·H·W values
   * @returns the outputs
   */
  predict(parameters: ArrayLike<number>, input: ArrayLike<number>): number[] {
    this.#interpreter.array("parameters").data.set(parameters);
    this.#interpreter.array("input").data.set(input);
    this.#interpreter.run();
    return Array.from(this.#interpreter.array(this.#program.network.output).data);
  }
}
