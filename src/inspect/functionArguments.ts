import type { Factor } from "./opened.ts";
import { indexOf, type Site } from "./site.ts";

/** Operations whose output has to do with every feature of its sample. */
const rowwise = new Set([
  "classify",
  "softmax",
  "softmaxGrad",
  "softmaxCrossEntropy",
  "softmaxCrossEntropyGrad",
  "squaredError",
  "binaryCrossEntropyWithLogits",
]);

/**
 * By the operation's roles, the elements of its inputs that an element of its output depends on: of each its sample's features, where the
 * function is one of a row; all of its map, where it is one of a map; its map's, of an array with a number for each map; else the same place's.
 */
export function argumentsOf(site: Site, place: number, output: string): Record<string, readonly Factor[]> {
  const { op, inputs, attributes } = site.operation;
  const { shape } = site.array(output);
  const index = indexOf(shape, place);
  const isMapwise = op.startsWith("batchNorm");
  const placesOf = (role: string): number[] => {
    const other = site.array(role);
    const axes = other.shape.length;
    const all = Array.from(other.data.keys());
    if (isMapwise && axes === 1) return [shape.length === 1 ? place : index[1]];
    if (isMapwise && shape.length === 1) return all.filter((at) => indexOf(other.shape, at)[1] === place);
    if (rowwise.has(op)) return all.filter((at) => indexOf(other.shape, at)[0] === index[0]);
    return axes === 1 && shape.length > 1 ? [index[0]] : [place];
  };
  // With given statistics, batch normalisation has nothing to send through them.
  const isUsed = (role: string) =>
    op !== "batchNormInputGrad" || attributes.training === true || !["dw", "db", "x", "mean"].includes(role);
  return Object.fromEntries(
    Object.keys(inputs)
      .filter(isUsed)
      .map((role) => [role, placesOf(role).map((at) => site.factor(role, at))]),
  );
}
