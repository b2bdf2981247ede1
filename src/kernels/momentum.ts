import shader from "#shaders/momentum.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of momentum. */
export const momentum = kernel(shader, {
  covers: [["parameter, velocity = momentum(parameter, gradient, velocity, schedule, step)"]],
  constants: (site) => ({
    T: site.size("parameter"),
    R: site.shape("schedule")[0],
    MU: site.attributes("momentum").momentum as number,
  }),
  invocations: (site) => site.size("parameter"),
});
