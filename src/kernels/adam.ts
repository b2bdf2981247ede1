import shader from "#shaders/adam.wgsl";
import { kernel, type Site } from "./kernel.ts";
import { foursOf } from "./update.ts";

/** What the kernels of adam and adamW are specialised by. */
export function adamConstants(site: Site, op: "adam" | "adamW") {
  const { beta1, beta2, epsilon, weightDecay = 0 } = site.attributes(op) as Readonly<Record<string, number>>;
  return {
    T: site.size("parameter"),
    R: site.shape("schedule")[0],
    BETA1: beta1,
    BETA2: beta2,
    REST1: 1 - beta1,
    REST2: 1 - beta2,
    EPSILON: epsilon,
    DECAY: weightDecay,
  };
}

/** The plain kernel of adam. */
export const adam = kernel(shader, {
  covers: [["parameter, moment1, moment2 = adam(parameter, gradient, moment1, moment2, schedule, step)"]],
  constants: (site) => adamConstants(site, "adam"),
  invocations: (site) => foursOf(site, "parameter"),
});
