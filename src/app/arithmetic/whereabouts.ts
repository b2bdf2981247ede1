/** What the indices of a number say, in words. */
import type { Factor } from "../../inspect/opened.ts";
import { isOfSample } from "./notation.ts";

/** Names of the axes: of maps and of a picture, of features; of kernels, of the weights of dense layers, of biases. */
const ofSample: Readonly<Record<number, readonly string[]>> = { 1: ["number"], 3: ["map", "row", "column"] };
const ofWeights: Readonly<Record<number, readonly string[]>> = {
  1: ["of map or neuron"],
  2: ["of neuron", "for input"],
  4: ["of map", "for input map", "row", "column"],
};

/** @returns such as “map 5, row 6, column 6”; nothing where the indices have no such meaning. Counted from 1, as in the notation. */
export function whereabouts({ tensor, index }: Pick<Factor, "tensor" | "index">): string {
  const sample = isOfSample(tensor);
  const own = sample ? index.slice(1) : index;
  const axes = (sample ? ofSample : ofWeights)[own.length];
  return axes === undefined ? "" : axes.map((axis, k) => `${axis} ${own[k] + 1}`).join(", ");
}
