import { softmax } from "../../core/softmax.ts";
import { lossType } from "../../losses/index.ts";
import type { Recipe } from "../../model/recipe.ts";

/** Outputs as probabilities where the loss takes them for logarithms of such, or of odds; as they are elsewhere. */
export function readable(recipe: Recipe, outputs: ArrayLike<number>): number[] {
  const values = Array.from(outputs);
  const type = lossType(recipe.loss);
  if (type === "binaryCrossEntropyWithLogits") return values.map((value) => 1 / (1 + Math.exp(-value)));
  return type === "softmaxCrossEntropy" ? softmax(values) : values;
}
