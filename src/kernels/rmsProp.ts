import shader from "#shaders/rmsProp.wgsl";
import { kernel } from "./kernel.ts";
import { foursOf } from "./update.ts";

/** The plain kernel of rmsProp. */
export const rmsProp = kernel(shader, {
  covers: [["parameter, moment2, velocity = rmsProp(parameter, gradient, moment2, velocity, schedule, step)"]],
  constants: (site) => {
    const attributes = site.attributes("rmsProp") as Readonly<Record<string, number>>;
    const { alpha, epsilon, momentum = 0, weightDecay = 0 } = attributes;
    return {
      T: site.size("parameter"),
      R: site.shape("schedule")[0],
      ALPHA: alpha,
      REST: 1 - alpha,
      EPSILON: epsilon,
      MU: momentum,
      DECAY: weightDecay,
    };
  },
  invocations: (site) => foursOf(site, "parameter"),
});
