import { ShapeError } from "../core/errors.ts";
import { positiveInteger } from "../core/fields.ts";
import { elements, formatShape, type Shape, sameShape } from "../core/shape.ts";
import { expectOneEach, type OperationDefinition } from "./operation.ts";
import { whole } from "./spatial.ts";

/**
 * The samples of one step, fetched from the data set through a permutation.
 *
 *     s = order[(step mod stepsPerEpoch) · N + n]
 *     x[n,…] = images[s,…] / 255          label[n] = labels[s]
 *
 * images [count, C·H·W] and labels [count] are bytes; order [≥ stepsPerEpoch·N]; step [1] counts the steps done.
 * Attributes: `batch` N, `shape` [C, H, W], `stepsPerEpoch`. → x [N, C, H, W], label [N].
 */
export const gatherBatch: OperationDefinition = {
  inputs: ["images", "labels", "order", "step"],
  outputs: { x: "f32", label: "u32" },
  attributes: { batch: positiveInteger, shape: whole("C, H, W", 1), stepsPerEpoch: positiveInteger },
  shapes: ({ images, labels, order }, { batch, shape, stepsPerEpoch }) => {
    expectOneEach("gatherBatch", images, "labels", labels);
    const x = [batch as number, ...(shape as Shape)];
    const expected = [images[0], elements(shape as Shape)];
    if (!sameShape(images, expected)) {
      throw new ShapeError(
        `gatherBatch: images is ${formatShape(images)}; ${formatShape(expected)} was expected, a row for each sample. Reshape it.`,
      );
    }
    const places = (stepsPerEpoch as number) * x[0];
    if (elements(order) < places) {
      throw new ShapeError(
        `gatherBatch: order has ${elements(order)} places; at least ${places} were expected, a sample for each of every step. ` +
          "Make it longer.",
      );
    }
    return { x, label: [x[0]] };
  },
  flops: (_, { x }) => elements(x),
  touches: (_, { x, label }) => ({ images: elements(x), labels: label[0], order: label[0] }),
};
