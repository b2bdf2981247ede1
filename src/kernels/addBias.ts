import shader from "#shaders/addBias.wgsl";
import { elements } from "../core/shape.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of addBias. */
export const addBias = kernel(shader, {
  covers: [["y = addBias(x, bias)"]],
  constants: (site) => {
    const [, M, ...rest] = site.shape("x");
    return { SIZE: site.size("x"), M, I: elements(rest) };
  },
  invocations: (site) => site.size("y"),
});
