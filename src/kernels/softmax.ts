import shader from "#shaders/softmax.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of softmax. */
export const softmax = kernel(shader, {
  covers: [["y = softmax(x)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1] }),
  invocations: (site) => site.shape("x")[0],
});
