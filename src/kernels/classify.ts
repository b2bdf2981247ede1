import shader from "#shaders/classify.wgsl";
import { thresholdOf } from "../operations/classify.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of classify. */
export const classify = kernel(shader, {
  covers: [["prediction = classify(x)"]],
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    THRESHOLD: thresholdOf(site.attributes("classify")),
  }),
  invocations: (site) => site.size("prediction"),
});
