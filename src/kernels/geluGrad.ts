import shader from "#shaders/geluGrad.wgsl";
import { usesTanh } from "../operations/gelu.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of geluGrad. */
export const geluGrad = kernel(shader, {
  covers: [["dx = geluGrad(dy, x)"]],
  constants: (site) => ({ SIZE: site.size("dx"), TANH: Number(usesTanh(site.attributes("geluGrad"))) }),
  invocations: (site) => site.size("dx"),
});
