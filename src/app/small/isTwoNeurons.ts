import { lossType } from "../../losses/index.ts";
import type { Recipe } from "../../model/recipe.ts";

/** Whether a recipe is of the network of formulas.md, section 1: two inputs, two hidden neurons, one output, squared error. */
export function isTwoNeurons({ input, layers, loss }: Recipe): boolean {
  const [, hidden, , output] = layers;
  return (
    input.join() === "2,1,1" &&
    layers.map(({ type }) => type).join() === "flatten,dense,sigmoid,dense,sigmoid" &&
    hidden.units === 2 &&
    output.units === 1 &&
    [hidden, output].every(({ bias, name }) => bias !== false && name === undefined) &&
    lossType(loss) === "squaredError"
  );
}
