import shader from "#shaders/gelu.wgsl";
import { usesTanh } from "../operations/gelu.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of gelu. */
export const gelu = kernel(shader, {
  covers: [["y = gelu(x)"]],
  constants: (site) => ({ SIZE: site.size("y"), TANH: Number(usesTanh(site.attributes("gelu"))) }),
  invocations: (site) => site.size("y"),
});
