import shader from "#shaders/sgd.wgsl";
import { kernel } from "./kernel.ts";
import { foursOf } from "./update.ts";

/** The plain kernel of sgd. */
export const sgd = kernel(shader, {
  covers: [["parameter = sgd(parameter, gradient, schedule, step)"]],
  constants: (site) => {
    const { weightDecay = 0 } = site.attributes("sgd") as Readonly<Record<string, number>>;
    return { T: site.size("parameter"), R: site.shape("schedule")[0], DECAY: weightDecay };
  },
  invocations: (site) => foursOf(site, "parameter"),
});
