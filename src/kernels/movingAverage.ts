import shader from "#shaders/movingAverage.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of movingAverage. */
export const movingAverage = kernel(shader, {
  covers: [["average = movingAverage(average, parameter, step)"]],
  constants: (site) => {
    const decay = site.attributes("movingAverage").decay as number;
    return { T: site.size("average"), DECAY: decay, REST: 1 - decay };
  },
  invocations: (site) => Math.ceil(site.size("average") / 256) * 64,
});
