import shader from "#shaders/addBiasGrad.wgsl";
import { elements } from "../core/shape.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of addBiasGrad: a workgroup of 256 for each result. */
export const addBiasGrad = kernel(shader, {
  covers: [["db = addBiasGrad(dy)"]],
  constants: (site) => {
    const [N, M, ...rest] = site.shape("dy");
    return { N, M, I: elements(rest) };
  },
  invocations: (site) => 256 * site.size("db"),
});
