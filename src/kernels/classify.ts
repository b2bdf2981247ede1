import shader from "#shaders/classify.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of classify. */
export const classify = kernel(shader, {
  covers: [["prediction = classify(x)"]],
  constants: (site) => ({ N: site.shape("x")[0], F: site.shape("x")[1] }),
  invocations: (site) => site.size("prediction"),
});
