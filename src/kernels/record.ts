import shader from "#shaders/record.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of record. */
export const record = kernel(shader, {
  covers: [["metrics, step = record(loss, prediction, label, metrics, step)"]],
  constants: (site) => ({ N: site.size("loss"), R: site.shape("metrics")[0] }),
  invocations: () => 64,
});
