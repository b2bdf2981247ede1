import shader from "#shaders/binaryCrossEntropyWithLogits.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of binaryCrossEntropyWithLogits. */
export const binaryCrossEntropyWithLogits = kernel(shader, {
  covers: [["loss = binaryCrossEntropyWithLogits(x, expected)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1] }),
  invocations: (site) => site.size("loss"),
});
