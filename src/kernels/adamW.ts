import shader from "#shaders/adamW.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of adamW. */
export const adamW = kernel(shader, {
  covers: [["parameter, moment1, moment2 = adamW(parameter, gradient, moment1, moment2, schedule, step)"]],
  constants: (site) => {
    const { beta1, beta2, epsilon, weightDecay = 0 } = site.attributes("adamW") as Readonly<Record<string, number>>;
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
  },
  invocations: (site) => site.size("parameter"),
});
