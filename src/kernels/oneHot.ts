import shader from "#shaders/oneHot.wgsl";
import { kernel } from "./kernel.ts";

/** The plain kernel of oneHot. */
export const oneHot = kernel(shader, {
  covers: [["expected = oneHot(label)"]],
  constants: (site) => ({ SIZE: site.size("expected"), F: site.shape("expected")[1] }),
  invocations: (site) => site.size("expected"),
});
