import { elements, type Shape } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

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
  shapes: (_, { batch, shape }) => ({ x: [batch as number, ...(shape as Shape)], label: [batch as number] }),
  flops: (_, { x }) => elements(x),
  touches: (_, { x, label }) => ({ images: elements(x), labels: label[0], order: label[0] }),
};
