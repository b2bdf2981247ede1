import shader from "#shaders/momentum.wgsl";
import { kernel } from "./kernel.ts";
import { foursOf } from "./update.ts";

/** The plain kernel of momentum. */
export const momentum = kernel(shader, {
  covers: [["parameter, velocity = momentum(parameter, gradient, velocity, schedule, step)"]],
  constants: (site) => {
    const {
      momentum: mu,
      weightDecay = 0,
      nesterov = 0,
    } = site.attributes("momentum") as Readonly<Record<string, number>>;
    return {
      T: site.size("parameter"),
      R: site.shape("schedule")[0],
      MU: mu,
      DECAY: weightDecay,
      NESTEROV: Number(nesterov),
    };
  },
  invocations: (site) => foursOf(site, "parameter"),
});
