import shader from "#shaders/addNoise.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of addNoise. */
export const addNoise = kernel(shader, {
  covers: [["y = addNoise(x, seed, step)"]],
  constants: (site) => {
    const { amount, stream } = site.attributes("addNoise") as { amount: number; stream: number };
    return { SIZE: site.size("x"), STREAM: stream, UNIT: amount * Math.sqrt(3 / (2 ** 32 - 1)) };
  },
  invocations: (site) => site.size("x"),
});
