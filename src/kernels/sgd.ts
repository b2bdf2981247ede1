import shader from "#shaders/sgd.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of sgd. */
export const sgd = kernel(shader, {
  covers: [["parameter = sgd(parameter, gradient, schedule, step)"]],
  constants: (site) => ({ T: site.size("parameter"), R: site.shape("schedule")[0] }),
  invocations: (site) => site.size("parameter"),
});
