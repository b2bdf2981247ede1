import shader from "#shaders/binaryCrossEntropyWithLogitsGrad.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of binaryCrossEntropyWithLogitsGrad. */
export const binaryCrossEntropyWithLogitsGrad = kernel(shader, {
  covers: [["dx = binaryCrossEntropyWithLogitsGrad(x, expected)"]],
  constants: (site) => ({ SIZE: site.size("x"), N: site.shape("x")[0] }),
  invocations: (site) => site.size("x"),
});
