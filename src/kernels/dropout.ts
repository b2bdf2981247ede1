import shader from "#shaders/dropout.wgsl";
import { keptFrom } from "../operations/dropout.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of dropout. */
export const dropout = kernel(shader, {
  covers: [["y = dropout(x, seed, step)"]],
  constants: (site) => {
    const { rate, stream } = site.attributes("dropout") as { rate: number; stream: number };
    return { SIZE: site.size("x"), STREAM: stream, THRESHOLD: keptFrom(rate), KEPT: 1 / (1 - rate) };
  },
  invocations: (site) => site.size("x"),
});
