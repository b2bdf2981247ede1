import shader from "#shaders/mergeParameterGrads.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of mergeParameterGrads. */
export const mergeParameterGrads = kernel(shader, {
  covers: [["dw, db = mergeParameterGrads(dws, dbs)"]],
  constants: (site) => ({ G: site.attributes("mergeParameterGrads").groups as number, C: site.size("dw") }),
  invocations: (site) => site.size("dw"),
});
